/** The largest number that PostgreSQL's `integer` holds. Ids and most counts are integers. */
export const maxInteger = 2_147_483_647

/** The number of a document in a path. A number with more digits is never the number of one. */
export const idDigits = /\d{1,10}/

const wholeId = new RegExp(`^${idDigits.source}$`)

/** The number of a document in a path; undefined for a text that cannot be one. */
export function parseId(text: string): number | undefined {
  if (!wholeId.test(text)) return undefined
  const id = Number(text)
  return id <= maxInteger ? id : undefined
}

/** The id of the document that a relationship refers to: Payload gives the id or the whole document. */
export const relatedId = (related: number | { id: number }): number =>
  typeof related === 'object' ? related.id : related
