import { block, circle, line, type Motif, range, rover, stage } from '../canvas.ts'

/** A playing field from above: two alliances of three, and what they fight for. */
export const arena: Motif = ({ shade, accent, light }, random) => {
  const alliances = [
    { colour: '#e5484d', x: stage.x - 420, degrees: 0 },
    { colour: '#3e7bfa', x: stage.x + 420, degrees: 180 },
  ]
  const pieces = range(15).map((index) =>
    circle(
      {
        x: stage.x + ((index % 5) - 2) * 120 + random.below(60) - 30,
        y: stage.y + (Math.floor(index / 5) - 1) * 140 + random.below(70) - 35,
      },
      17,
      `fill="none" stroke="${accent}" stroke-width="11"`,
    ),
  )
  const middle = [stage.y - 230, stage.y + 230].map((y) => ({ x: stage.x, y }))
  return [
    block(stage, 1100, 470, `fill="${shade}" stroke="${light}" stroke-width="8"`),
    line(middle, `stroke="${light}" stroke-width="5" stroke-dasharray="22 18"`),
    circle(stage, 80, `fill="none" stroke="${light}" stroke-width="5"`),
    ...pieces,
    ...alliances.flatMap(({ colour, x, degrees }) =>
      range(3).map((index) => {
        const place = { x: x + random.below(120) - 60, y: stage.y + (index - 1) * 145 }
        return rover(place, degrees + random.below(50) - 25, colour, light)
      }),
    ),
  ].join('')
}
