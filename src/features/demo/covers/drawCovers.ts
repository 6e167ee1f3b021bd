import sharp from 'sharp'

import { randomOf } from '../random.ts'
import { canvas } from './canvas.ts'
import { type CoverName, type Design, designs } from './designs.ts'
import { dotMatrix } from './dotMatrix.ts'
import { palettes } from './palettes.ts'

const svgOf = (name: CoverName, { title, motif, palette }: Design) => {
  const colours = palettes[palette]
  const { width, height } = canvas
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <linearGradient id="sky" x2="1" y2="1">
        <stop stop-color="${colours.from}"/><stop offset="1" stop-color="${colours.to}"/>
      </linearGradient>
    </defs>
    <rect width="${width}" height="${height}" fill="url(#sky)"/>
    ${motif(colours, randomOf(name))}
    <rect y="590" width="${width}" height="${height - 590}" fill="#080b14" opacity="0.72"/>
    ${dotMatrix(title, colours.light)}
  </svg>`
}

/** Uploads are never read as SVG (src/features/media/cleanImage.ts), so libvips has to be allowed to. */
const svgReader = { operation: ['VipsForeignLoadSvg'] }

/**
 * All covers as JPEG files, by their names. While they are drawn, this process reads SVG: call it
 * before the server listens, when there are no uploads that would be read as well.
 */
export async function drawCovers(): Promise<Map<CoverName, Buffer>> {
  sharp.unblock(svgReader)
  try {
    const drawn = Object.keys(designs).map(async (key) => {
      const name = key as CoverName
      // Full colour resolution, or the dots of the title would bleed.
      const picture = sharp(Buffer.from(svgOf(name, designs[name])))
      return [
        name,
        await picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
      ] as const
    })
    return new Map(await Promise.all(drawn))
  } finally {
    sharp.block(svgReader)
  }
}
