import type { FlattenedField, SanitizedCollectionConfig } from 'payload'

import type { Json } from './payloadRoutes.ts'
import { filterName } from './payloadNames.ts'

const value = { type: ['string', 'number', 'boolean', 'null'] }
const values = {
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: ['string', 'number'] } }],
}
const bound = { type: ['string', 'number'] }

/** The conditions on one field. Lists may be texts with commas. */
const conditionSchema: Json = {
  type: 'object',
  description: 'Conditions on one field. All of them must hold.',
  properties: {
    equals: value,
    not_equals: value,
    in: values,
    not_in: values,
    exists: { type: 'boolean' },
    greater_than: bound,
    greater_than_equal: bound,
    less_than: bound,
    less_than_equal: bound,
    like: { type: 'string' },
    contains: { type: 'string' },
  },
}

const conditionName = 'RestCondition'

const isFilterable = (field: FlattenedField) =>
  !('virtual' in field && field.virtual) &&
  !['array', 'blocks', 'group', 'json', 'richText', 'tab', 'join'].includes(field.type) &&
  !('hidden' in field && field.hidden)

/** The schema of a filter of a collection: a value that a field equals, or conditions on it. */
function filterOf({ flattenedFields, slug }: SanitizedCollectionConfig): Json {
  const self = { $ref: `#/components/schemas/${filterName(slug)}` }
  const condition = {
    anyOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { $ref: `#/components/schemas/${conditionName}` },
    ],
  }
  const names = ['id', ...flattenedFields.filter(isFilterable).map(({ name }) => name)]
  const fields = [...new Set(names)].map((name) => [name, condition])
  return {
    type: 'object',
    description: 'Fields that a document must have. All of them must fit.',
    properties: {
      ...(Object.fromEntries(fields) as Json),
      and: { type: 'array', items: self },
      or: { type: 'array', items: self },
    },
  }
}

/** The schemas of the filters of all collections, by name. */
export const filterSchemas = (collections: SanitizedCollectionConfig[]): Record<string, Json> => ({
  [conditionName]: conditionSchema,
  ...Object.fromEntries(
    collections.map((collection) => [filterName(collection.slug), filterOf(collection)]),
  ),
})

/** The parameter `where` of a list of a collection. */
export const whereParameter = (slug: string): Json => ({
  name: 'where',
  in: 'query',
  description:
    'A filter. `where[status]=published` is short for `where[status][equals]=published`; ' +
    '`where[or][0][title][like]=robot` joins filters. A client that cannot write brackets below ' +
    'brackets may send the whole filter as JSON: `where={"status":{"equals":"published"}}`.',
  style: 'deepObject',
  explode: true,
  schema: { $ref: `#/components/schemas/${filterName(slug)}` },
})
