import { type CollectionBeforeChangeHook, ValidationError } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { recordFreedSeats } from '../../src/features/registrations/freedSeats.ts'
import { resizeParty as resize } from '../../src/features/registrations/queries/parties.ts'
import { registrationRefusal } from '../../src/features/registrations/registrationRefusal.ts'
import { isLive, isPartySize } from '../../src/features/registrations/rules.ts'
import { relatedId } from '../../src/shared/documentId.ts'
import type { Registration } from '../../src/payload-types.ts'

/**
 * Changes the size of a party over the panel, REST or GraphQL, by the same rule as the endpoint. It writes
 * the seats at once, so that the documents of a bulk change do not count the same free seats twice.
 *
 * @throws {Refusal} the code of the contract, such as `event_full`
 */
export const resizeParty: CollectionBeforeChangeHook<Registration> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || !originalDoc || data.seats === undefined) return data
  // The field's own validation reports a size that no party can have.
  if (data.seats === originalDoc.seats || !isPartySize(data.seats)) return data
  if (!isLive(data.state ?? originalDoc.state)) {
    const errors = [{ path: 'seats', message: 'A cancelled registration has no seats to change' }]
    throw new ValidationError({ collection: 'registrations', errors, req }, req.t)
  }
  const eventId = relatedId(originalDoc.event)
  const party = { id: originalDoc.id, eventId, seats: data.seats }
  const refusal = await resize(await connectionOf(req), party, new Date())
  if (refusal) throw registrationRefusal(refusal)
  recordFreedSeats(req, [eventId])
  return data
}
