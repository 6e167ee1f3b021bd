import type { Motif } from './canvas.ts'
import { arena } from './motifs/arena.ts'
import { circuit } from './motifs/circuit.ts'
import { face } from './motifs/face.ts'
import { gears } from './motifs/gears.ts'
import { graph } from './motifs/graph.ts'
import { maze } from './motifs/maze.ts'
import { ring } from './motifs/ring.ts'
import { rotors } from './motifs/rotors.ts'
import { track } from './motifs/track.ts'
import { waves } from './motifs/waves.ts'
import type { PaletteName } from './palettes.ts'

export interface Design {
  /** Capitals, as the light board has no others. */
  title: readonly [string, string]
  motif: Motif
  palette: PaletteName
  /** What the picture shows, for those who cannot see it. */
  alt: string
}

const field = 'A playing field from above, three red robots facing three blue ones'
const board = 'A circuit board whose traces run out from one chip'

export const designs = {
  'great-lakes': { title: ['GREAT LAKES', 'REGIONAL'], motif: arena, palette: 'night', alt: field },
  'gulf-coast': { title: ['GULF COAST', 'REGIONAL'], motif: arena, palette: 'rust', alt: field },
  'pacific-rim': {
    title: ['PACIFIC RIM', 'REGIONAL'],
    motif: arena,
    palette: 'harbour',
    alt: field,
  },
  'lake-ontario': {
    title: ['LAKE ONTARIO', 'REGIONAL'],
    motif: arena,
    palette: 'forest',
    alt: field,
  },
  'season-final': { title: ['SEASON', 'FINAL'], motif: arena, palette: 'dusk', alt: field },
  'line-subscribers': {
    title: ['LINE', 'FOLLOWERS'],
    motif: track,
    palette: 'forest',
    alt: 'A small robot on a winding white line that ends at a chequered flag',
  },
  'mini-sumo': {
    title: ['MINI SUMO', 'NIGHT'],
    motif: ring,
    palette: 'dusk',
    alt: 'Two robots face to face in a round sumo ring',
  },
  'drone-rally': {
    title: ['DRONE', 'RALLY'],
    motif: rotors,
    palette: 'slate',
    alt: 'A quadcopter from above, in front of a row of round gates',
  },
  hackathon: {
    title: ['72 HOURS', 'OF ROBOTS'],
    motif: face,
    palette: 'night',
    alt: 'The face of a robot with large round eyes and an antenna',
  },
  micromouse: {
    title: ['MICROMOUSE', 'OPEN'],
    motif: maze,
    palette: 'harbour',
    alt: 'A maze from above with a small robot in its corner',
  },
  antweights: {
    title: ['ANTWEIGHT', 'ARENA'],
    motif: gears,
    palette: 'rust',
    alt: 'Three gear wheels that mesh',
  },
  'rov-challenge': {
    title: ['ROV', 'CHALLENGE'],
    motif: waves,
    palette: 'harbour',
    alt: 'An underwater vehicle with a bright lamp, under waves',
  },
  'ros-workshop': {
    title: ['ROS 2', 'WORKSHOP'],
    motif: graph,
    palette: 'night',
    alt: 'Circles joined by lines, as the nodes of a program that pass messages on',
  },
  'solder-evening': { title: ['SOLDER', 'EVENING'], motif: circuit, palette: 'forest', alt: board },
  electronics: { title: ['BOARDS AND', 'MOTORS'], motif: circuit, palette: 'dusk', alt: board },
  'drive-bootcamp': {
    title: ['SWERVE', 'BOOTCAMP'],
    motif: gears,
    palette: 'slate',
    alt: 'Three gear wheels that mesh',
  },
  'pub-quiz': {
    title: ['ROBOT', 'PUB QUIZ'],
    motif: face,
    palette: 'dusk',
    alt: 'The face of a robot with large round eyes and an antenna',
  },
} satisfies Record<string, Design>

export type CoverName = keyof typeof designs
