/** One attack, in its own process. It runs until its parent says that it shall end. */
import { setMaxListeners } from 'node:events'

import { attacks } from './index.ts'
import type { Caller } from '../seed.ts'

export interface Order {
  name: string
  url: string
  attendees: Caller[]
}

const ending = new AbortController()
// Each request in flight listens to it.
setMaxListeners(0, ending.signal)

process.on('message', (order: Order | 'end' | 'usage') => {
  if (order === 'usage') return
  if (order === 'end') {
    ending.abort()
    return
  }
  const { url, attendees, name } = order
  const attack = attacks.find((one) => one.name === name)!
  void attack
    .run({ url, attendees, signal: ending.signal })
    .catch(() => undefined)
    .then(() => process.send?.('ended'))
})

process.send?.('ready')
