import { isScalarType } from 'graphql'
import type { GraphQLExtension } from 'payload'

type Context = Parameters<GraphQLExtension>[1]

/** Scalars that check a value again when it is read, by stricter rules than those by which it was stored. */
const strict = new Set(['DateTime', 'EmailAddress'])

/** Makes a stored value readable: an address or a year that the type does not know was an internal error. */
export function acceptStoredValues({ collections }: Context): void {
  for (const { graphQL } of Object.values(collections)) {
    const type = graphQL?.type
    for (const { type: fieldType } of Object.values(type?.getFields() ?? {})) {
      if (isScalarType(fieldType) && strict.has(fieldType.name)) {
        fieldType.serialize = (value: unknown) => value
      }
    }
  }
}
