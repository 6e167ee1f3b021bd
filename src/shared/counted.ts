/** "1 event", "2 events". For English nouns with a plural in "s". */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`
