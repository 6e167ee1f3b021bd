import sharp, { type OverlayOptions } from 'sharp'

import { boundedLine } from '../../../shared/boundedText.ts'
import { brand } from '../../../shared/brand.ts'
import type { Language } from '../../../shared/languages.ts'
import { linesOf, type Shared } from './address.ts'
import { canDraw, type DrawnText, drawText } from './text.ts'

/** The size that Open Graph and all large services recommend, in pixels. */
const size = { width: 1200, height: 630 }
const margin = 80
const width = size.width - 2 * margin

const plain = (colour: string, width: number) => ({
  create: { width, height: size.height, channels: 3 as const, background: colour },
})

/** The edge of the picture says at a glance whether the event takes place. */
const edgeOf = ({ status }: Shared): OverlayOptions => ({
  input: plain(status === 'cancelled' ? '#8f1f17' : '#1a86bf', 24),
  left: 0,
  top: 0,
})

const ink = '#2b2b2b'
const quiet = '#5c5c5c'

const at = ({ input }: DrawnText, top: number): OverlayOptions => ({ input, left: margin, top })

/** The lines that the fonts of this server can draw. */
async function drawableOf(lines: string[]): Promise<string[]> {
  const known = await Promise.all(lines.map(canDraw))
  return lines.filter((_line, index) => known[index])
}

/** The picture that other sites show next to a link to an event: its title, time and place, as PNG. */
export async function drawShareImage(event: Shared, language: Language): Promise<Buffer> {
  const [title] = await drawableOf([boundedLine(event.title, 110)])
  const lines = await drawableOf(linesOf(event, language).map((line) => boundedLine(line, 90)))
  const layers = [
    edgeOf(event),
    at(await drawText(brand, { size: 34, width, colour: quiet }), margin),
  ]
  if (title) {
    const long = title.length > 55
    const style = { size: long ? 56 : 72, width, height: 270, colour: ink, isBold: true }
    layers.push(at(await drawText(title, style), 170))
  }
  const below = await drawText(lines.join('\n') || brand, {
    size: 36,
    width,
    height: 130,
    colour: quiet,
  })
  layers.push(at(below, size.height - margin - below.height))
  return sharp(plain('#f4f4f4', size.width))
    .composite(layers)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
}
