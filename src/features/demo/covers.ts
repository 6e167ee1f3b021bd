import { readFile } from 'node:fs/promises'
import path from 'node:path'

const field = 'A playing field from above, three red robots facing three blue ones'
const board = 'A circuit board whose traces run out from one chip'
const face = 'The face of a robot with large round eyes and an antenna'
const gears = 'Three gear wheels that mesh'

/** The alternative text of each cover, by the name of its file in `covers/`. */
export const covers = {
  'great-lakes': field,
  'gulf-coast': field,
  'pacific-rim': field,
  'lake-ontario': field,
  'season-final': field,
  'line-followers': 'A small robot on a winding white line that ends at a chequered flag',
  'mini-sumo': 'Two robots face to face in a round sumo ring',
  'drone-rally': 'A quadcopter from above, in front of a row of round gates',
  hackathon: face,
  micromouse: 'A maze from above with a small robot in its corner',
  antweights: gears,
  'rov-challenge': 'An underwater vehicle with a bright lamp, under waves',
  'ros-workshop': 'Circles joined by lines, as the nodes of a program that pass messages on',
  'solder-evening': board,
  electronics: board,
  'drive-bootcamp': gears,
  'pub-quiz': face,
} as const

export type CoverName = keyof typeof covers

/** Relative to the working directory, which is the root of the project: compiled code is elsewhere. */
const folder = path.resolve('src/features/demo/covers')

/** The JPEG file of a cover: 1600 × 900 pixels, as wide as the largest size that Media makes. */
export const readCover = (name: CoverName): Promise<Buffer> =>
  readFile(path.join(folder, `${name}.jpg`))
