import { block, type Motif, range, rover, stage } from '../canvas.ts'

/** A line that winds over the floor, and a robot that follows it. */
export const track: Motif = ({ shade, accent, light }, random) => {
  const swing = 140 + random.below(40)
  const [left, right] = [stage.x - 620, stage.x + 620]
  const curve =
    `M${left} ${stage.y} C${left + 180} ${stage.y - 2 * swing} ${left + 300} ${stage.y + 2 * swing} ${stage.x - 120} ${stage.y}` +
    ` S${stage.x + 150} ${stage.y - 2 * swing} ${stage.x + 300} ${stage.y} S${right - 80} ${stage.y + swing} ${right} ${stage.y - 40}`
  const flag = range(12).map((index) => {
    const place = {
      x: right - 20 + (index % 2) * 30,
      y: stage.y - 130 + Math.floor(index / 2) * 30,
    }
    return block(place, 30, 30, `fill="${(index + Math.floor(index / 2)) % 2 ? light : '#111827'}"`)
  })
  const wide = (colour: string, width: number) =>
    `<path d="${curve}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`
  return [
    wide(shade, 96),
    wide(light, 30),
    ...flag,
    rover({ x: stage.x - 120, y: stage.y }, -48, accent, light),
  ].join('')
}
