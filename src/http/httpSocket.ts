import type { Duplex } from 'node:stream'

/** A connection of Node's server, with the response that is under way on it where Node itself notes it. */
export interface HttpSocket extends Duplex {
  readonly bytesRead: number
  destroySoon: () => void
  _httpMessage?: { headersSent: boolean } | null
}
