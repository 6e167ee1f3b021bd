import { canvas, range } from './canvas.ts'

/**
 * A light board's letters, 5 dots wide and 7 high: a row is a number whose bits are its dots. Drawn,
 * because a server has no fonts that a picture could rely on.
 */
const glyphs: Record<string, number[]> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 14],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 17, 25, 21, 19, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 27, 17],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '7': [31, 1, 2, 4, 8, 8, 8],
  ' ': [0, 0, 0, 0, 0, 0, 0],
}

/** The width that survives when Media cuts a thumbnail of 4 to 3 out of the middle. */
const safeWidth = 1120
const largestPitch = 14

function lineOfDots(text: string, top: number, pitch: number) {
  const columns = text.length * 6 - 1
  const left = (canvas.width - columns * pitch) / 2
  const size = pitch * 0.78
  const dots = text.split('').flatMap((character, index) =>
    glyphs[character]!.flatMap((bits, row) =>
      range(5)
        .filter((column) => bits & (16 >> column))
        .map((column) => {
          const x = left + (index * 6 + column) * pitch
          return `<rect x="${x}" y="${top + row * pitch}" width="${size}" height="${size}" rx="${pitch * 0.2}"/>`
        }),
    ),
  )
  return dots.join('')
}

/** Two lines of capitals at the foot of the cover, as wide as fits. */
export function dotMatrix(lines: readonly [string, string], colour: string): string {
  const longest = Math.max(...lines.map((text) => text.length))
  const pitch = Math.min(largestPitch, Math.floor(safeWidth / (longest * 6 - 1)))
  const gap = pitch * 3
  const top = 745 - (pitch * 14 + gap) / 2
  const drawn = lines.map((text, index) => lineOfDots(text, top + index * (pitch * 7 + gap), pitch))
  return `<g fill="${colour}">${drawn.join('')}</g>`
}
