import { z } from 'zod'

import type { Job } from '../../queue/queries/jobs.ts'

/**
 * What the queue knows of a letter that is to be sent: which, to whom, and about what. All else is
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

export const LetterOrderSchema = z.discriminatedUnion('kind', [
  aboutPlace,
  aboutChange,
  reminder,
  aboutAccount,
  digest,
])

export type LetterOrder = z.output<typeof LetterOrderSchema>
export type AccountOrder = z.output<typeof aboutAccount>
export type ChangeOrder = z.output<typeof aboutChange>
export type DigestOrder = z.output<typeof digest>

export const SendLetterSchema = z.object({ key: z.string(), letter: LetterOrderSchema })

/** Somebody waits in front of a screen for these. */
const awaited = new Set<LetterOrder['kind']>(['setPassword', 'confirmEmail', 'welcome'])

/**
 * The job that sends a letter.
 *
 * @param key names the letter for ever: whatever queues it twice, it is sent once
 */
export const sendLetterJob = (key: string, letter: LetterOrder): Job => ({
  task: 'sendLetter',
  key: `letter:${key}`,
  payload: { key, letter },
  priority: awaited.has(letter.kind) ? -1 : 0,
})
