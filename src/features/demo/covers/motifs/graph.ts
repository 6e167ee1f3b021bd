import { circle, line, type Motif, type Point, range, stage } from '../canvas.ts'

/** Nodes that pass messages on from left to right, as in a ROS graph. */
export const graph: Motif = ({ shade, accent, light }, random) => {
  const columns: Point[][] = [2, 3, 4, 3, 2].map((size, column) =>
    range(size).map((index) => ({
      x: stage.x + (column - 2) * 250 + random.below(60) - 30,
      y: stage.y + (index - (size - 1) / 2) * 145 + random.below(30) - 15,
    })),
  )
  const edges = columns.slice(1).flatMap((nodes, column) =>
    nodes.flatMap((node) =>
      random
        .shuffled(columns[column]!)
        .slice(0, 2)
        .map((source) => line([source, node], `stroke="${light}" stroke-width="5" opacity="0.7"`)),
    ),
  )
  const nodes = columns.flat().map((node) => {
    const isLoud = random.below(3) === 0
    return circle(
      node,
      isLoud ? 48 : 36,
      `fill="${isLoud ? accent : shade}" stroke="${light}" stroke-width="8"`,
    )
  })
  return [...edges, ...nodes].join('')
}
