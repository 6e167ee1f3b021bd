import type { Payload } from 'payload'

import type { User } from '../../src/payload-types.ts'

export interface Operation {
  name: string
  isInteractive: boolean
  /** @param round how often it has run before: no round may depend on the rows of another */
  run: (round: number) => Promise<unknown>
}

export interface Surroundings {
  /** The number of events in the database. */
  events: number
  /** The address of the server in this process. */
  url: string
  payload: Payload
  admin: User
}
