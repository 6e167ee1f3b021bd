import { block, canvas, circle, line, type Motif, range, stage } from '../canvas.ts'

/** An underwater vehicle, its lamp lit, below the waves. */
export const waves: Motif = ({ shade, accent, light }, random) => {
  const crests = range(5).map((row) => {
    const points = range(41).map((step) => ({
      x: step * 40,
      y: Math.round(60 + row * 44 + Math.sin(step / 2.4 + row) * (26 - row * 3)),
    }))
    return line(points, `fill="none" stroke="${shade}" stroke-width="${16 - row * 2}"`)
  })
  const bubbles = range(12).map(() =>
    circle(
      { x: stage.x - 560 + random.below(300), y: stage.y - 60 + random.below(260) },
      6 + random.below(18),
      `fill="none" stroke="${light}" stroke-width="4" opacity="0.7"`,
    ),
  )
  const hull = { x: stage.x - 20, y: stage.y + 70 }
  const beam = `M${hull.x + 170} ${hull.y - 20} L${canvas.width} ${hull.y - 290} V${hull.y + 290} L${hull.x + 170} ${hull.y + 20}Z`
  return [
    ...crests,
    `<path d="${beam}" fill="${light}" opacity="0.22"/>`,
    ...bubbles,
    block({ x: hull.x - 210, y: hull.y }, 80, 130, `fill="${light}"`),
    block({ x: hull.x, y: hull.y - 110 }, 120, 70, `fill="${shade}"`),
    block(hull, 380, 180, `fill="${accent}"`),
    circle(
      { x: hull.x + 110, y: hull.y },
      56,
      `fill="#111827" stroke="${light}" stroke-width="12"`,
    ),
  ].join('')
}
