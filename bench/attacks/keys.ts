import { randomUUID } from 'node:crypto'

import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const keyed = (path: string, body: object, address: string) => ({
  path,
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
    ...from(address),
  },
  body: JSON.stringify(body),
})

export const idempotencyKeys: Attack = {
  name: 'keys',
  title: '40 anonymous clients send a new Idempotency-Key with each refused request',
  run: (context) =>
    repeat(context, 40, (index) => {
      const address = index % 2 ? '203.0.113.10' : `198.51.100.${index % 250}`
      return index % 3 === 0
        ? keyed('/api/v1/auth/refresh/', { refresh: 'none' }, address)
        : keyed('/api/v1/auth/email/confirm/', { token: 'none' }, address)
    }),
}
