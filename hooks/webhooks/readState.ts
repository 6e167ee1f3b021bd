import type { FieldHook } from 'payload'

import { loadEndpointState } from '../../src/features/webhooks/endpointState.ts'
import type { Webhook } from '../../src/payload-types.ts'

/** Whether an endpoint works, in a word. */
export const readState: FieldHook<Webhook> = async ({ data, req }) => {
  if (data?.id === undefined) return null
  const state = await loadEndpointState(req, data.id)
  if (data.active) return state?.failingSince ? 'failing' : 'on'
  if (!state?.switchedOff) return 'off'
  return state.switchedOff === 'gone' ? 'gone' : 'given_up'
}

/** When an endpoint was last tried. */
export const readLastAttempt: FieldHook<Webhook> = async ({ data, req }) => {
  const at = data?.id === undefined ? null : (await loadEndpointState(req, data.id))?.lastAt
  return at ? new Date(at).toISOString() : null
}
