import type { Payload } from 'payload'

import type { Flag } from '../../src/payload-types.ts'

let made = 0

export type FlagData = Omit<Partial<Flag>, 'id' | 'createdAt' | 'updatedAt'>

/** A flag for apps that is off, unless the data says otherwise. */
export const flagData = (data: FlagData = {}): FlagData & Pick<Flag, 'key' | 'type'> => ({
  key: `flag-${(made += 1)}`,
  type: 'boolean',
  defaultValue: 'false',
  forApps: true,
  ...data,
})

export const createFlag = (payload: Payload, data: FlagData = {}): Promise<Flag> =>
  payload.create({ collection: 'flags', data: flagData(data), depth: 0, overrideAccess: true })
