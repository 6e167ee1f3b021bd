import { block, circle, line, type Motif, range, stage } from '../canvas.ts'

/** A board: one chip, and traces that run from its pins to pads, bending by 45 degrees. */
export const circuit: Motif = ({ shade, accent, light }, random) => {
  const pins = range(9).map((index) => stage.y - 144 + index * 36)
  const traces = [-1, 1].flatMap((side) =>
    pins.map((y) => {
      // The further out the pin, the further its trace bends and the sooner: none crosses another.
      const bend = (y - stage.y) * 0.7
      const start = { x: stage.x + side * 190, y }
      const corner = { x: start.x + side * (180 - Math.abs(bend)), y }
      const after = { x: corner.x + side * Math.abs(bend), y: y + bend }
      const end = { x: after.x + side * (50 + random.below(280)), y: after.y }
      return [
        line([start, corner, after, end], `fill="none" stroke="${accent}" stroke-width="9"`),
        circle(end, 17, `fill="${shade}" stroke="${light}" stroke-width="8"`),
        block({ x: start.x, y }, 46, 18, `fill="${light}"`),
      ].join('')
    }),
  )
  return [
    ...traces,
    block(stage, 350, 350, `fill="#111827" stroke="${light}" stroke-width="6"`),
    circle({ x: stage.x - 125, y: stage.y - 125 }, 16, `fill="${light}"`),
    block(stage, 150, 150, `fill="${accent}"`),
  ].join('')
}
