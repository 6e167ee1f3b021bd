import { z } from 'zod'

import { scheduledTasks } from '../../queue/scheduledTasks.ts'

/** What a job is for, as far as its payload tells. */
export interface JobDescription {
  /** "Email: registration confirmed". */
  title: string
  userId?: number | undefined
  eventId?: number | undefined
  registrationId?: number | undefined
  /** When the clock called for it (ISO 8601), of a job of the schedule. */
  tick?: string | undefined
}

// A payload may be of any version, or of a task that nobody remembers: what cannot be read is left out.
const id = z.int().min(1).max(2_147_483_647).optional().catch(undefined)
const name = z.string().catch('')
const Subjects = z.object({ userId: id, eventId: id, registrationId: id })
const Email = z.object({ email: Subjects.extend({ kind: name }) })
const Change = z.object({ type: name, data: Subjects })
const Scheduled = z.object({ task: name, tick: z.iso.datetime({ offset: true }) })

/** Emails whose kind alone says too little. */
const emailWords = new Map([
  ['reminderDay', 'reminder a day before'],
  ['reminderHour', 'reminder an hour before'],
])

/** "event changed" for `eventChanged` and for `event.changed`. */
const asWords = (identifier: string): string =>
  identifier
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[\s._:-]+/g, ' ')
    .trim()
    .toLowerCase()

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const titleOfScheduled = (task: string) =>
  Object.hasOwn(scheduledTasks, task)
    ? scheduledTasks[task as keyof typeof scheduledTasks].title
    : capital(asWords(task))

/** What a job is for, in words. A task that is not known is called by its own name. */
export function jobDescription(task: string, payload: unknown): JobDescription {
  const email = task === 'sendEmail' ? Email.safeParse(payload).data?.email : undefined
  if (email) {
    const { kind, ...subjects } = email
    return {
      title: `Email: ${emailWords.get(kind) ?? (asWords(kind) || 'of no kind')}`,
      ...subjects,
    }
  }
  const change = task === 'announceChange' ? Change.safeParse(payload).data : undefined
  if (change) return { title: `Emails to all: ${asWords(change.type)}`, ...change.data }
  const scheduled = task === 'runScheduled' ? Scheduled.safeParse(payload).data : undefined
  if (scheduled) {
    return { title: `Schedule: ${titleOfScheduled(scheduled.task)}`, tick: scheduled.tick }
  }
  return { title: capital(asWords(task)), ...Subjects.safeParse(payload).data }
}
