import type { FlattenedField, Payload, SanitizedCollectionConfig } from 'payload'

interface Found {
  /** The field at the end of the path; undefined when there is none. */
  field: FlattenedField | undefined
  /** The number of relationships that the path follows. */
  hops: number
}

/** What a path of a filter or of an order leads to, from a document of the collection. */
export function fieldAt(
  path: string,
  collection: SanitizedCollectionConfig,
  payload: Payload,
): Found {
  let fields: FlattenedField[] = collection.flattenedFields
  let field: FlattenedField | undefined
  let hops = 0
  const names = path
    .replaceAll('__', '.')
    .replace(/^version\./, '')
    .split('.')
  names.forEach((name, index) => {
    field = fields.find((each) => each.name === name)
    if (index === names.length - 1) return
    if (name === 'parent' && hops === 0) hops += 1
    if (field && 'relationTo' in field && typeof field.relationTo === 'string') {
      hops += 1
      fields = payload.collections[field.relationTo as 'users'].config.flattenedFields
    } else if (field && 'flattenedFields' in field) fields = field.flattenedFields
  })
  return { field, hops }
}
