import type { Connection } from '../../../database/connection.ts'
import { notFound } from '../../../shared/errors/Refusal.ts'
import { EventParams, findPublicEvent } from '../../events/public.ts'
import { contentOf, detailsOf, otherDates } from '../queries.ts'
import { bodyOf } from './bodyOf.ts'

const anonymousViewer = { isStaff: false }

/** The number of an event in the last part of its path: `7` and `7-robot-camp`. */
export function eventIdOf(part: string | undefined): number {
  const params = EventParams.safeParse({ id: /^(\d+)(?:-.*)?$/s.exec(part ?? '')?.[1] })
  if (!params.success) throw notFound()
  return params.data.id
}

/** All that the page of an event shows. @throws {Refusal} 404 when there is no public event */
export async function findEvent(connection: Connection, id: number, now: Date) {
  const event = await findPublicEvent(connection, anonymousViewer, id)
  if (!event) throw notFound()
  const [details, content, dates] = await Promise.all([
    detailsOf(connection, [id]),
    contentOf(connection, id),
    event.series === null ? [] : otherDates(connection, event.series, { id, now }),
  ])
  const body = await bodyOf(connection, content.body)
  return { ...event, ...details.get(id)!, ...content, body, dates }
}

export type ShownEvent = Awaited<ReturnType<typeof findEvent>>
