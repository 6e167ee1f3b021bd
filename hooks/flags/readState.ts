import type { FieldHook } from 'payload'

import { stateOf, useOf } from '../../src/features/flags/describeFlag.ts'
import type { Flag } from '../../src/payload-types.ts'

/** What a flag does now. */
export const readState: FieldHook<Flag> = ({ data }) => stateOf(data ?? {}, new Date())

/** Who reads a flag. */
export const readUsedBy: FieldHook<Flag> = ({ data }) => useOf(data ?? {})
