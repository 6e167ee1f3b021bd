import { LRUCache } from 'lru-cache'
import { createRequire } from 'node:module'
import sharp from 'sharp'

/**
 * A font for Latin writing that comes with Next. Servers in containers have no fonts at all. What it has not, such
 * as Chinese, comes from the fonts of the system.
 */
const fontfile = createRequire(import.meta.url).resolve(
  'next/dist/compiled/@vercel/og/Geist-Regular.ttf',
)

interface Style {
  /** In pixels. */
  size: number
  width: number
  height?: number
  colour: string
  isBold?: boolean
}

export interface DrawnText {
  input: Buffer
  width: number
  height: number
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A text for Pango, which reads marks in it. */
const escaped = (text: string) => text.replace(/[&<>]/g, (character) => escapes[character]!)

/** A text as a picture without a background, in lines of the width. */
export async function drawText(text: string, style: Style): Promise<DrawnText> {
  const { colour, height, isBold = false, size, width } = style
  const weight = isBold ? 'bold' : 'normal'
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}" weight="${weight}">${escaped(text)}</span>`,
      font: `Geist ${size}`,
      fontfile,
      rgba: true,
      dpi: 72,
      wrap: 'word-char',
      spacing: Math.round(size * 0.15),
      width,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true })
  if (height === undefined || info.height <= height) {
    return { input: data, width: info.width, height: info.height }
  }
  const cut = await sharp(data).extract({ left: 0, top: 0, width: info.width, height }).toBuffer()
  return { input: cut, width: info.width, height }
}

/** Whether a font has a character. Pango draws a box with its number for one that no font has. */
const drawable = new LRUCache<string, boolean>({ max: 5000 })

const boxed = '\u{E5C1}'

async function sizeOf(character: string) {
  const { height, width } = await drawText(character, { size: 48, width: 400, colour: '#000000' })
  return `${width}x${height}`
}

const isLatin = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]$/u

/** Characters of a text that are tried. A title has one writing, or two. */
const maxTried = 12

/** Whether the fonts of this server can draw a text. */
export async function canDraw(text: string): Promise<boolean> {
  const others = [...new Set(text)].filter((one) => !isLatin.test(one)).slice(0, maxTried)
  for (const character of others) {
    const known = drawable.get(character) ?? (await sizeOf(character)) !== (await sizeOf(boxed))
    drawable.set(character, known)
    if (!known) return false
  }
  return true
}
