/** An entry that cannot be imported: its place, and the reason. */
export interface BadEntry {
  /** The place in the file, for a person: "event 5 (Bolt Bowl)". */
  place: string
  reason: string
}

/** What is wrong with an entry, in words for a person. */
export class EntryError extends Error {
  override readonly name = 'EntryError'
}
