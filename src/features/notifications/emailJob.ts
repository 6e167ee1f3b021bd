import { z } from 'zod'

import type { Job } from '../../queue/queries/jobs.ts'

/**
 * What the queue knows of an email that is to be sent: which, to whom, and about what. All else is
 * looked up when it is written, so that it tells what is so by then, and no secret lies in the queue.
 */
const aboutPlace = z.object({
  kind: z.enum([
    'registrationConfirmed',
    'registrationPromoted',
    'registrationWaitlisted',
    'registrationOffered',
    'offerExpired',
    'registrationCancelledByAttendee',
    'registrationCancelledByOrganiser',
    'eventCancelled',
  ]),
  userId: z.int(),
  eventId: z.int(),
  registrationId: z.int(),
  /** The registration, when its row is gone. */
  gone: z.object({ seats: z.int(), ticketCode: z.string() }).optional(),
})

const aboutChange = z.object({
  kind: z.literal('eventChanged'),
  userId: z.int(),
  eventId: z.int(),
  registrationId: z.int(),
  changes: z.array(
    z.object({
      field: z.enum(['title', 'startDate', 'endDate', 'timezone', 'location']),
      from: z.string(),
      to: z.string(),
    }),
  ),
})

const reminder = z.object({
  kind: z.enum(['reminderDay', 'reminderHour']),
  userId: z.int(),
  eventId: z.int(),
  registrationId: z.int(),
  /** When the event begins: one that has been moved since is reminded of at another time. */
  startDate: z.string(),
})

const aboutAccount = z.object({
  kind: z.enum(['welcome', 'confirmEmail', 'setPassword', 'passwordChanged']),
  userId: z.int(),
})

const digest = z.object({
  kind: z.literal('organiserDigest'),
  userId: z.int(),
  /** The organiser's own date, and the instant from which on the digest tells. */
  day: z.iso.date(),
  since: z.iso.datetime(),
})

export const EmailJobSchema = z.discriminatedUnion('kind', [
  aboutPlace,
  aboutChange,
  reminder,
  aboutAccount,
  digest,
])

export type EmailJob = z.output<typeof EmailJobSchema>
export type AccountEmailJob = z.output<typeof aboutAccount>
export type ChangeEmailJob = z.output<typeof aboutChange>
export type DigestEmailJob = z.output<typeof digest>

export const SendEmailSchema = z.object({ key: z.string(), email: EmailJobSchema })

/** Somebody waits in front of a screen for these. */
const awaited = new Set<EmailJob['kind']>(['setPassword', 'confirmEmail', 'welcome'])

/**
 * The job that sends an email.
 *
 * @param key names the email for ever: whatever queues it twice, it is sent once
 */
export const sendEmailJob = (key: string, email: EmailJob): Job => ({
  task: 'sendEmail',
  key: `email:${key}`,
  payload: { key, email },
  priority: awaited.has(email.kind) ? -1 : 0,
})
