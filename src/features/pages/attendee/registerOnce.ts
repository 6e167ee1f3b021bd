import { setTimeout } from 'node:timers/promises'

import { withIdempotency } from '../../../http/idempotency/idempotency.ts'
import { Refusal } from '../../../shared/errors/Refusal.ts'
import { registerForEvent } from '../../registrations/public.ts'
import type { PersonContext } from './context.ts'

/** Forms that claim at a time in this process. Each holds a connection of the pool. */
const maxKeyed = 2

const runOncePerKey = withIdempotency(maxKeyed)

/** Milliseconds between two looks for the outcome of the same form, which was sent twice at once. */
const retryDelayMs = 100
const maxRetries = 30

interface Claim {
  eventId: number
  seats: number
  hold?: string
}

const isUnderWay = (error: unknown) =>
  error instanceof Refusal && error.code === 'idempotency_in_progress'

/**
 * Registers the person once for each form: a form that is sent again, by a second click or from the history,
 * gets the outcome of the first time.
 *
 * @param key the key in the form; '' registers without one
 * @throws {Refusal} as v1's route
 */
export async function registerOnce(
  { req, user }: PersonContext,
  key: string,
  { eventId, ...sent }: Claim,
): Promise<void> {
  const keyed = {
    key: key === '' ? undefined : key,
    operation: 'register',
    params: { id: eventId },
    sent,
  }
  const register = () => registerForEvent(req, { eventId, userId: user.id, ...sent })
  for (let retries = 0; ; retries += 1) {
    try {
      await runOncePerKey(req, keyed, register)
      return
    } catch (error) {
      if (!isUnderWay(error) || retries === maxRetries) throw error
    }
    await setTimeout(retryDelayMs)
  }
}
