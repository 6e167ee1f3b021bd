import { around, circle, type Motif, type Point, range, stage } from '../canvas.ts'

/** A wheel of that many teeth; its size follows from them, so that any two of them mesh. */
function gear(
  centre: Point,
  teeth: number,
  turn: number,
  colour: string,
  rim: string,
  hole: string,
) {
  const radius = teeth * 11
  const outline = range(teeth).flatMap((tooth) =>
    [
      { part: 0.05, height: -16 },
      { part: 0.2, height: 20 },
      { part: 0.45, height: 20 },
      { part: 0.6, height: -16 },
    ].map(({ part, height }) => around(centre, radius + height, (tooth + part) / teeth + turn)),
  )
  const corners = outline.map(({ x, y }) => `${x},${y}`).join(' ')
  const spokes = range(5).map((spoke) =>
    circle(around(centre, radius * 0.6, spoke / 5 + turn), radius * 0.18, `fill="${hole}"`),
  )
  return [
    `<polygon points="${corners}" fill="${colour}" stroke="${rim}" stroke-width="6"/>`,
    ...spokes,
    circle(centre, radius * 0.2, `fill="${hole}"`),
  ].join('')
}

/** Three wheels of a gearbox that turn each other. */
export const gears: Motif = ({ shade, accent, light, from }) =>
  [
    gear({ x: stage.x - 300, y: stage.y + 20 }, 18, 0, shade, light, from),
    gear({ x: stage.x + 46, y: stage.y - 48 }, 14, 0.008, accent, from, from),
    gear({ x: stage.x + 314, y: stage.y + 88 }, 13, 0.022, light, from, from),
  ].join('')
