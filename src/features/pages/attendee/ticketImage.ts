import type { PageResponse } from '../../../http/pages/page.ts'
import { notFound } from '../../../shared/errors/Refusal.ts'
import { readOwnRegistration } from '../../registrations/public.ts'
import type { PersonContext } from './context.ts'
import { eventIdOf } from './eventId.ts'
import { qrImage } from './qrCode.ts'

/** The code of a ticket as an image, for a phone without a connection at the entrance. */
export async function show(context: PersonContext): Promise<PageResponse> {
  const { payload, request, user } = context
  const one = await readOwnRegistration(payload, user.id, eventIdOf(request))
  if (one.state !== 'confirmed') throw notFound()
  const content = await qrImage(one.ticketCode)
  return { file: { type: 'image/png', content, name: `ticket-${one.eventId}.png` } }
}
