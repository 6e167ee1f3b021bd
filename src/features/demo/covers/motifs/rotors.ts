import { around, block, circle, line, type Motif, range, stage } from '../canvas.ts'

/** A quadcopter from above, on its way through a row of gates. */
export const rotors: Motif = ({ shade, accent, light }, random) => {
  const gates = range(4).map((index) =>
    circle(
      stage,
      200 + index * 130,
      `fill="none" stroke="${shade}" stroke-width="${34 - index * 6}"`,
    ),
  )
  const arms = range(4).map((arm) => around(stage, 210, (arm + 0.5) / 4))
  const drawn = arms.map((end) => {
    const turn = random.below(100) / 100
    const blade = [around(end, 92, turn), around(end, 92, turn + 0.5)]
    return [
      line([stage, end], `stroke="${light}" stroke-width="26" stroke-linecap="round"`),
      circle(end, 100, `fill="${light}" opacity="0.18"`),
      line(blade, `stroke="${accent}" stroke-width="16" stroke-linecap="round"`),
      circle(end, 24, `fill="${light}"`),
    ].join('')
  })
  return [
    ...gates,
    ...drawn,
    block(stage, 190, 130, `fill="${accent}"`),
    circle(
      { x: stage.x + 50, y: stage.y },
      26,
      `fill="#111827" stroke="${light}" stroke-width="8"`,
    ),
  ].join('')
}
