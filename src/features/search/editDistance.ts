/**
 * How many characters must be inserted, removed, replaced, or swapped with their neighbour to turn one text into
 * another (optimal string alignment distance).
 */
export function editDistance(one: string, other: string): number {
  const from = Array.from(one)
  const to = Array.from(other)
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [row, character] of from.entries()) {
    const current = [row + 1]
    for (const [column, wanted] of to.entries()) {
      const cost = character === wanted ? 0 : 1
      let distance = Math.min(last[column + 1]! + 1, current[column]! + 1, last[column]! + cost)
      const isSwapped =
        row > 0 && column > 0 && character === to[column - 1] && from[row - 1] === wanted
      if (isSwapped) distance = Math.min(distance, beforeLast[column - 1]! + 1)
      current.push(distance)
    }
    beforeLast = last
    last = current
  }
  return last.at(-1)!
}

/** Typing mistakes that a word may have: none in a short one, where every mistake makes another word. */
const allowedMistakes = (length: number) => (length < 4 ? 0 : length < 8 ? 1 : 2)

/** Whether somebody who typed one word may have meant the other, or its beginning. */
export function isMeant(typed: string, word: string): boolean {
  const { length } = typed
  const allowed = allowedMistakes(length)
  if (editDistance(typed, word) <= allowed) return true
  return length >= 5 && word.length > length && editDistance(typed, word.slice(0, length)) <= 1
}
