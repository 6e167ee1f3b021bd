import type { Random } from '../random.ts'

/** The size of a cover in pixels: as wide as the largest size that Media makes of it. */
export const canvas = { width: 1600, height: 900 }

/** The middle of the part that the title leaves free. */
export const stage = { x: 800, y: 310 }

export interface Palette {
  /** The background runs from the first to the second. */
  from: string
  to: string
  /** What is drawn large, and stays behind. */
  shade: string
  /** What the eye should find. */
  accent: string
  /** Fine lines, lights and the title. */
  light: string
}

export type Motif = (palette: Palette, random: Random) => string

export interface Point {
  x: number
  y: number
}

/** The point at that distance from a centre, the angle in turns clockwise from the right. */
export const around = (centre: Point, radius: number, turns: number): Point => ({
  x: Math.round(centre.x + radius * Math.cos(turns * 2 * Math.PI)),
  y: Math.round(centre.y + radius * Math.sin(turns * 2 * Math.PI)),
})

/** The whole numbers from 0 to below `length`. */
export const range = (length: number) => Array.from({ length }, (_, index) => index)

export const circle = ({ x, y }: Point, radius: number, style: string) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" ${style}/>`

export const line = (points: Point[], style: string) =>
  `<polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}" ${style}/>`

/** A rectangle with round corners, given by its middle. */
export const block = ({ x, y }: Point, width: number, height: number, style: string) =>
  `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="${Math.min(width, height) / 6}" ${style}/>`

/** A small robot from above, looking to the right: two wheels, a body, two lights. */
export const rover = ({ x, y }: Point, degrees: number, body: string, light: string) =>
  `<g transform="translate(${x} ${y}) rotate(${degrees})">
    ${block({ x: 0, y: -44 }, 70, 22, 'fill="#111827"')}${block({ x: 0, y: 44 }, 70, 22, 'fill="#111827"')}
    ${block({ x: 0, y: 0 }, 110, 76, `fill="${body}"`)}
    ${circle({ x: 38, y: -18 }, 10, `fill="${light}"`)}${circle({ x: 38, y: 18 }, 10, `fill="${light}"`)}
  </g>`
