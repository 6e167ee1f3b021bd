export interface Random {
  /** A whole number from 0 to below `limit`. */
  below: (limit: number) => number
  /** A copy of the list in another order. */
  shuffled: <Item>(items: readonly Item[]) => Item[]
}

/** FNV-1a: spreads similar names over all 32 bits. */
const hash = (text: string) => {
  let value = 0x811c9dc5
  for (const character of text) {
    value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193)
  }
  return value
}

/**
 * A generator (mulberry32) that gives the same numbers for the same seed. Each event has its own
 * generator, seeded with its title: a new event in the season changes no other event.
 */
export function randomOf(seed: string): Random {
  let state = hash(seed)
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    below,
    shuffled: (items) => {
      const left = [...items]
      return items.map(() => left.splice(below(left.length), 1)[0]!)
    },
  }
}
