import { block, circle, line, type Motif, range, stage } from '../canvas.ts'

/** A robot that looks at you. */
export const face: Motif = ({ shade, accent, light }, random) => {
  const antenna = { x: stage.x, y: stage.y - 270 }
  const eyes = [stage.x - 130, stage.x + 130].map((x) => ({ x, y: stage.y - 40 }))
  const glance = { x: random.below(31) - 15, y: random.below(31) - 15 }
  const mouth = range(9).map((index) => {
    const height = 20 + random.below(60)
    return block({ x: stage.x - 144 + index * 36, y: stage.y + 130 }, 18, height, `fill="${light}"`)
  })
  return [
    line([antenna, { x: stage.x, y: stage.y - 180 }], `stroke="${light}" stroke-width="12"`),
    circle(antenna, 24, `fill="${accent}"`),
    block({ x: stage.x - 330, y: stage.y }, 60, 160, `fill="${accent}"`),
    block({ x: stage.x + 330, y: stage.y }, 60, 160, `fill="${accent}"`),
    block(stage, 620, 430, `fill="${shade}" stroke="${light}" stroke-width="10"`),
    ...eyes.map((eye) => circle(eye, 78, `fill="#111827" stroke="${accent}" stroke-width="14"`)),
    ...eyes.map(({ x, y }) => circle({ x: x + glance.x, y: y + glance.y }, 32, `fill="${light}"`)),
    ...mouth,
  ].join('')
}
