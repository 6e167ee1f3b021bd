import { z } from 'zod'

import { type Connection, poolOf } from '../../../database/connection.ts'
import { readEnv } from '../../../runtime/env/env.ts'
import { addJobs, type Job, queuedSince } from '../../../queue/queries/jobs.ts'
import {
  activeRegistrations,
  eventsThatBeginSoon,
  findEventForEmail,
  reachableUsers,
} from '../queries/recipients.ts'
import {
  type DomainEvent,
  type DomainEventData,
  domainEventSchemas,
} from '../../../queue/domainEvents.ts'
import { type ChangeEmailJob, sendEmailJob } from '../emailJob.ts'
import type { Task } from '../../../queue/task.ts'

type Changes = ChangeEmailJob['changes']

/** The fields whose changes attendees must know. */
const announcedFields = ['title', 'startDate', 'endDate', 'timezone', 'location'] as const

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const announcedChanges = (data: DomainEventData<'event.changed'>): Changes =>
  announcedFields.flatMap((field) => {
    const change = data.changes[field]
    return change ? [{ field, from: text(change.from), to: text(change.to) }] : []
  })

/** Whether attendees get an email about the event. */
const isAnnounced = (event: DomainEvent): boolean =>
  event.type === 'event.changed' && announcedChanges(event.data).length > 0

/** The most quiet moments that one email waits for, when the edits do not end. */
const maxQuietMoments = 10

const keyOf = (eventId: number) => `announce:${eventId}`

const changeSchema = z.object({ id: z.string(), data: domainEventSchemas['event.changed'] })

/** The changes of one event; an older version queued one change alone. */
const JobSchema = z.union([z.array(changeSchema).min(1), changeSchema.transform((one) => [one])])

type Announced = z.output<typeof changeSchema>

/**
 * The jobs that announce changes. The changes of an event are gathered until nobody edits it for a moment,
 * because an organiser often corrects a change at once. Changes of an event that begins soon do not wait.
 */
export async function announcements(
  connection: Connection,
  events: DomainEvent[],
  now: Date,
): Promise<Job[]> {
  const byEvent = new Map<number, DomainEvent[]>()
  for (const event of events.filter(isAnnounced)) {
    const { eventId } = event.data as Announced['data']
    byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), event])
  }
  if (byEvent.size === 0) return []
  const ids = [...byEvent.keys()]
  const quietMs = readEnv().MAIL_CHANGES_SECONDS * 1000
  const soon = await eventsThatBeginSoon(connection, ids, now)
  const since = await queuedSince(connection, ids.map(keyOf))
  return [...byEvent].map(([eventId, changes]) => {
    const first = since.get(keyOf(eventId)) ?? now
    const runAt = Math.min(now.getTime() + quietMs, first.getTime() + maxQuietMoments * quietMs)
    return {
      task: 'announceChange',
      key: keyOf(eventId),
      payload: changes,
      runAt: soon.has(eventId) ? now : new Date(runAt),
    }
  })
}

/** What differs between the state before the first change and the state after the last one. */
function gathered(all: Announced[]): Changes {
  const changes = new Map<string, Changes[number]>()
  for (const change of all.flatMap(({ data }) => announcedChanges(data))) {
    const { from } = changes.get(change.field) ?? change
    changes.set(change.field, { ...change, from })
  }
  return [...changes.values()].filter(({ from, to }) => from !== to)
}

/** Queues an email about the changes for every registration, on the waitlist too. */
export const announceChange: Task = async ({ payload }, job) => {
  const all = JobSchema.parse(job).toSorted((one, other) => Number(one.id) - Number(other.id))
  const changes = gathered(all)
  if (changes.length === 0) return
  const { id, data } = all.at(-1)!
  const connection = poolOf(payload)
  const event = await findEventForEmail(connection, data.eventId)
  if (event?.status !== 'published' || new Date(event.endDate) <= new Date()) return
  const live = await activeRegistrations(connection, data.eventId)
  const reached = await reachableUsers(
    connection,
    live.map(({ userId }) => userId),
  )
  const jobs = live
    .filter(({ userId }) => reached.has(userId))
    .map(({ registrationId, userId }) =>
      sendEmailJob(`${id}:${registrationId}`, {
        kind: 'eventChanged',
        userId,
        eventId: data.eventId,
        registrationId,
        changes,
      }),
    )
  await addJobs(connection, jobs)
}
