import { createHash } from 'node:crypto'

import { changeOf, type EventChange, type EventState, reportedFields } from './rules.ts'

const statuses = { d: 'draft', p: 'published', c: 'cancelled' } as const
type StatusMark = keyof typeof statuses

/** Characters of a field's mark: 24 bits, so that one change in 16 million is not reported. */
const markLength = 4

const markOf = (value: string | number | null) =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, markLength)

/** The whole id: the status, a mark for each field, and the seats. */
const form = new RegExp(
  `^([dpc])-((?:[\\w-]{${markLength}}){${reportedFields.length}})-[\\d.-]{1,40}$`,
)

/**
 * The id of what a client has been told of an event. It holds the state itself in short, so every server
 * can tell what the client has missed, also after a restart, and nobody keeps a log of messages.
 */
export function stateIdOf({ fields, status, ...seats }: EventState): string {
  const marks = reportedFields.map((field) => markOf(fields[field])).join('')
  const numbers = [seats.registeredCount, seats.seatsLeft, seats.waitlistCount].join('.')
  return `${status[0]!}-${marks}-${numbers}`
}

/**
 * What has changed in an event since a client had it.
 *
 * @param id the `Last-Event-ID` of the client
 * @returns undefined when the id is not one of ours: then nothing is known of what the client has
 */
export function changeSince(id: string, state: EventState): EventChange | undefined {
  const [, mark, marks] = form.exec(id) ?? []
  if (mark === undefined || marks === undefined) return undefined
  const before = { status: statuses[mark as StatusMark] }
  return changeOf(before, state, (field) => {
    const start = reportedFields.indexOf(field) * markLength
    return marks.slice(start, start + markLength) !== markOf(state.fields[field])
  })
}
