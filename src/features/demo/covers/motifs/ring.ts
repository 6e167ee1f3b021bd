import { circle, line, type Motif, rover, stage } from '../canvas.ts'

/** The ring of a sumo bout from above, two robots face to face. */
export const ring: Motif = ({ shade, accent, light }, random) => {
  const starts = [stage.x - 34, stage.x + 34].map((x) => [
    { x, y: stage.y - 60 },
    { x, y: stage.y + 60 },
  ])
  return [
    circle(stage, 265, `fill="${shade}" stroke="${light}" stroke-width="22"`),
    circle(stage, 200, `fill="none" stroke="${accent}" stroke-width="3" opacity="0.6"`),
    ...starts.map((ends) => line(ends, `stroke="${accent}" stroke-width="12"`)),
    rover({ x: stage.x - 118, y: stage.y }, random.below(20) - 10, '#e5484d', light),
    rover({ x: stage.x + 118, y: stage.y }, 180 + random.below(20) - 10, '#3e7bfa', light),
  ].join('')
}
