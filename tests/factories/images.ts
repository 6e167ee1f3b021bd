import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

type Format = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

const plain = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#2a6f97' } })

/** A plain picture in one colour. */
export const picture = (format: Format = 'png', width = 1800, height = 1200): Promise<Buffer> =>
  plain(width, height).toFormat(format, { effort: 1 }).toBuffer()

/** A photo as a phone takes it: lying on its side, with the place where it was taken. */
export const phonePhoto = (): Promise<Buffer> =>
  plain(400, 300)
    .withExif({
      IFD0: { Make: 'Robophone' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 24/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()

/** Noise does not compress: the file has about three bytes a pixel. */
export function heavyPicture(width: number, height: number): Promise<Buffer> {
  const raw = { width, height, channels: 3 as const }
  return sharp(randomBytes(width * height * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer()
}

/** A GIF of so many frames, of 60 by 40 pixels. */
export async function animation(frames: number): Promise<Buffer> {
  const [width, height] = [60, 40]
  const pixels = Buffer.concat(
    Array.from({ length: frames }, (_, frame) =>
      Buffer.alloc(width * height * 3, (frame * 50) % 256),
    ),
  )
  const raw = { width, height: height * frames, channels: 3 as const, pageHeight: height }
  const delay = Array.from({ length: frames }, () => 100)
  return sharp(pixels, { raw }).gif({ delay, loop: 0 }).toBuffer()
}

const crcTable = Array.from({ length: 256 }, (_, n) =>
  Array.from({ length: 8 }).reduce<number>((c) => (c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1), n),
)

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const crc = body.reduce((c, byte) => (c >>> 8) ^ crcTable[(c ^ byte) & 255]!, -1)
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeInt32BE(~crc)
  return Buffer.concat([length, body, check])
}

/** A file of some hundred kilobytes that is a valid black and white PNG of so many pixels a side. */
export function decompressionBomb(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 1
  const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * side)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}
