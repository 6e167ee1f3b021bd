import { z } from 'zod'

import { scheduledTasks } from '../../queue/scheduledTasks.ts'

/** The purpose of a job, read from its payload. */
export interface JobDescription {
  /** "Email: registration confirmed". */
  title: string
  userId?: number | undefined
  eventId?: number | undefined
  registrationId?: number | undefined
  /** The instant at which a scheduled job was due (ISO 8601). */
  tick?: string | undefined
}

// A payload may come from another version or from a removed task. Parts that cannot be read are left out.
const id = z.int().min(1).max(2_147_483_647).optional().catch(undefined)
const name = z.string().catch('')
const Subjects = z.object({ userId: id, eventId: id, registrationId: id })
const Email = z.object({ email: Subjects.extend({ kind: name }) })
const Change = z.object({ type: name, data: Subjects })
const Scheduled = z.object({ task: name, tick: z.iso.datetime({ offset: true }) })

/** Words for kinds whose name is not clear enough. */
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

/** Describes a job in words. An unknown task is described by its name. */
export function jobDescription(task: string, payload: unknown): JobDescription {
  const email = task === 'sendEmail' ? Email.safeParse(payload).data?.email : undefined
  if (email) {
    const { kind, ...subjects } = email
    return {
      title: `Email: ${emailWords.get(kind) ?? (asWords(kind) || 'unknown kind')}`,
      ...subjects,
    }
  }
  const change = task === 'announceChange' ? Change.safeParse([payload].flat()[0]).data : undefined
  if (change) return { title: `Emails about a change: ${asWords(change.type)}`, ...change.data }
  const scheduled = task === 'runScheduled' ? Scheduled.safeParse(payload).data : undefined
  if (scheduled) {
    return { title: `Schedule: ${titleOfScheduled(scheduled.task)}`, tick: scheduled.tick }
  }
  return { title: capital(asWords(task)), ...Subjects.safeParse(payload).data }
}
