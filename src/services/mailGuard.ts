import type { PayloadRequest } from 'payload'

import { connectionOf } from '../db/connection.ts'
import { countUse } from '../db/useCounts.ts'
import { tooManyRequests } from '../errors/Refusal.ts'

/** Mails with a link that somebody may have sent to one account within so many seconds. */
const quota = 5
const window = 60 * 60

/**
 * Lets a link be mailed unless too many were asked for: nobody's mailbox is flooded by strangers.
 *
 * @param recipient the address or username that was given, whether anybody has it or not
 * @throws {Refusal} 429, which tells nothing about whether there is such an account
 */
export async function checkMail(req: PayloadRequest, recipient: string): Promise<void> {
  const key = `mail:${recipient.trim().toLowerCase().slice(0, 200)}`
  const { count, secondsLeft } = await countUse(await connectionOf(req), key, window, new Date())
  if (count > quota) {
    throw tooManyRequests({ policy: 'mail', quota, window, seconds: secondsLeft })
  }
}
