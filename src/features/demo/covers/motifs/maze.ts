import type { Random } from '../../random.ts'
import { block, type Motif, rover, stage } from '../canvas.ts'

const columns = 16
const rows = 7
const size = 68

/** Digs from cell to cell in random order until all are reached: one way between any two. */
function passages(random: Random) {
  const open = new Set<string>()
  const seen = new Set(['0,0'])
  const dig = (x: number, y: number) => {
    for (const [dx, dy] of random.shuffled([
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const)) {
      const [nextX, nextY] = [x + dx, y + dy]
      const isInside = nextX >= 0 && nextX < columns && nextY >= 0 && nextY < rows
      if (!isInside || seen.has(`${nextX},${nextY}`)) continue
      seen.add(`${nextX},${nextY}`)
      // A passage is named by the cell to its left or above it.
      open.add(`${Math.min(x, nextX)},${Math.min(y, nextY)},${dx === 0 ? 'down' : 'right'}`)
      dig(nextX, nextY)
    }
  }
  dig(0, 0)
  return open
}

/** A micromouse maze from above, the mouse at its start. */
export const maze: Motif = ({ shade, accent, light }, random) => {
  const open = passages(random)
  const left = stage.x - (columns * size) / 2
  const top = stage.y - (rows * size) / 2
  const walls: string[] = []
  for (let x = 0; x < columns; x += 1) {
    for (let y = 0; y < rows; y += 1) {
      const [right, bottom] = [left + (x + 1) * size, top + (y + 1) * size]
      if (x < columns - 1 && !open.has(`${x},${y},right`))
        walls.push(`M${right} ${bottom}v${-size}`)
      if (y < rows - 1 && !open.has(`${x},${y},down`)) walls.push(`M${right} ${bottom}h${-size}`)
    }
  }
  const goal = { x: left + (columns - 0.5) * size, y: top + 0.5 * size }
  return [
    `<rect x="${left}" y="${top}" width="${columns * size}" height="${rows * size}" fill="${shade}" stroke="${light}" stroke-width="10"/>`,
    `<path d="${walls.join('')}" stroke="${light}" stroke-width="8" stroke-linecap="square"/>`,
    block(goal, 40, 40, `fill="${accent}"`),
    `<g transform="translate(${left + size / 2} ${top + (rows - 0.5) * size}) scale(0.42)">${rover({ x: 0, y: 0 }, -90, accent, light)}</g>`,
  ].join('')
}
