import { z } from 'zod'

import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import { findEventForEmail, activeRegistrations, reachableUsers } from '../queries/recipients.ts'
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
export const isAnnounced = (event: DomainEvent): boolean =>
  event.type === 'event.changed' && announcedChanges(event.data).length > 0

const JobSchema = z.object({ id: z.string(), data: domainEventSchemas['event.changed'] })

/** Queues an email about the changes for every registration, on the waitlist too. */
export const announceChange: Task = async ({ payload }, job) => {
  const { id, data } = JobSchema.parse(job)
  const connection = poolOf(payload)
  const event = await findEventForEmail(connection, data.eventId)
  if (event?.status !== 'published' || new Date(event.endDate) <= new Date()) return
  const live = await activeRegistrations(connection, data.eventId)
  const reached = await reachableUsers(
    connection,
    live.map(({ userId }) => userId),
  )
  const changes = announcedChanges(data)
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
