import { z } from 'zod'

import type { Job } from '../../queue/queries/jobs.ts'

/**
 * The payload of an email job: the kind of email, the recipient and the subject. All other data are read
 * when the email is sent. So the email is up to date, and the queue holds no secrets. What may be deleted
 * by then travels with the job, or stands in the domain event of the deletion.
 */
const registrationEmailSchema = z.object({
  kind: z.enum([
    'registrationConfirmed',
    'registrationPromoted',
    'registrationWaitlisted',
    'registrationOffered',
    'offerExpired',
    'registrationCancelledByAttendee',
    'registrationCancelledByOrganiser',
    'eventCancelled',
    'registrationResized',
    'partyTooLarge',
  ]),
  userId: z.int(),
  eventId: z.int(),
  registrationId: z.int(),
  /** Whether a cancelled registration had a place, and so an entry in a calendar. */
  invited: z.boolean().optional(),
  /** The data of a registration that has ended. Its row may be gone when the email is sent. */
  gone: z
    .object({ seats: z.int(), ticketCode: z.string(), reason: z.string().nullable().optional() })
    .optional(),
})

const changeEmailSchema = z.object({
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

const reminderEmailSchema = z.object({
  kind: z.enum(['reminderDay', 'reminderHour']),
  userId: z.int(),
  eventId: z.int(),
  registrationId: z.int(),
  /** The start of the event. An event that was moved since gets another reminder. */
  startDate: z.string(),
})

const accountEmailSchema = z.object({
  kind: z.enum(['welcome', 'confirmEmail', 'setPassword', 'passwordChanged']),
  userId: z.int(),
})

/** Goes to the address that the account had before. */
const emailChangedSchema = z.object({
  kind: z.literal('emailChanged'),
  userId: z.int(),
  /** The domain event of the change. */
  changeId: z.string().regex(/^\d+$/),
})

/** The owner of an endpoint of webhooks hears that it gets nothing more. */
const webhookEmailSchema = z.object({
  kind: z.literal('webhookSwitchedOff'),
  userId: z.int(),
  webhookId: z.int(),
  reason: z.enum(['gone', 'failing']),
  description: z.string(),
  /** Not the whole URL: its path may be a secret of the receiver. */
  host: z.string(),
})

const digestEmailSchema = z.object({
  kind: z.literal('organiserDigest'),
  userId: z.int(),
  /** The date in the organiser's time zone, and the instant at which the digest's period begins. */
  day: z.iso.date(),
  since: z.iso.datetime(),
})

export const EmailJobSchema = z.discriminatedUnion('kind', [
  registrationEmailSchema,
  changeEmailSchema,
  reminderEmailSchema,
  accountEmailSchema,
  emailChangedSchema,
  digestEmailSchema,
  webhookEmailSchema,
])

export type EmailJob = z.output<typeof EmailJobSchema>
export type AccountEmailJob = z.output<typeof accountEmailSchema>
export type EmailChangedJob = z.output<typeof emailChangedSchema>
export type ChangeEmailJob = z.output<typeof changeEmailSchema>
export type WebhookEmailJob = z.output<typeof webhookEmailSchema>
export type DigestEmailJob = z.output<typeof digestEmailSchema>

export const SendEmailSchema = z.object({ key: z.string(), email: EmailJobSchema })

/** Emails that a person waits for in front of a screen. They are sent before all others. */
const urgentKinds = new Set<EmailJob['kind']>([
  'setPassword',
  'confirmEmail',
  'welcome',
  'emailChanged',
])

/**
 * The job that sends an email.
 *
 * @param key identifies the email for ever: when it is queued twice, it is sent once
 */
export const sendEmailJob = (key: string, email: EmailJob): Job => ({
  task: 'sendEmail',
  key: `email:${key}`,
  payload: { key, email },
  priority: urgentKinds.has(email.kind) ? -1 : 0,
})
