import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { queueRead } from '../../http/readQueue.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { readPersonalData } from './queries.ts'

/**
 * All that the platform holds on a user, as a JSON document (GDPR, Articles 15 and 20): profile,
 * registrations, own events and pictures, emails that were sent, sessions. Secrets and hashes are not in it.
 *
 * @param now the time of the export
 * @throws {Refusal} 404 when the user was deleted meanwhile; 503 when too many reads wait
 */
export async function exportPersonalData(
  payload: Payload,
  userId: number,
  now = new Date(),
): Promise<string> {
  const read = async () => {
    const data = await readPersonalData(poolOf(payload), userId)
    if (!data) throw notFound()
    return `${JSON.stringify({ exported_at: now.toISOString(), ...data }, null, 2)}\n`
  }
  return queueRead(payload, read, (text) => text.length)
}
