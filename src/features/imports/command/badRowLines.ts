/** The places of one reason that are named; of more, the number is. */
const maxPlaces = 10

/** One line for all rows of a file that have the same reason. */
export function badRowLines(bad: { file: string; place: string; reason: string }[]): string[] {
  const places = new Map<string, string[]>()
  for (const { file, place, reason } of bad) {
    const key = `${file}\n${reason}`
    places.set(key, [...(places.get(key) ?? []), place])
  }
  return [...places].map(([key, all]) => {
    const [name, reason] = key.split('\n')
    const rest = all.length - maxPlaces
    const more = rest > 0 ? ` and ${rest} more` : ''
    return `  ${name}, ${all.slice(0, maxPlaces).join(', ')}${more}: ${reason}`
  })
}

/** The words for a number of bad rows. */
export const badRowCount = (count: number): string =>
  count === 1 ? '1 bad row' : `${count} bad rows`
