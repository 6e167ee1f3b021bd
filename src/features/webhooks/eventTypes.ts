/** Types of messages that an endpoint can choose, with the words that the panel explains them by. */
export const eventTypes = [
  {
    type: 'event.created',
    label: 'Event created',
    when: 'A new event was saved, also as a draft.',
  },
  {
    type: 'event.published',
    label: 'Event published',
    when: 'An event became visible to everybody.',
  },
  {
    type: 'event.updated',
    label: 'Event updated',
    when: 'Anything else about an event changed, or it became a draft again. Says what changed.',
  },
  { type: 'event.cancelled', label: 'Event cancelled', when: 'An event was cancelled.' },
  { type: 'event.deleted', label: 'Event deleted', when: 'An event was deleted.' },
  {
    type: 'registration.confirmed',
    label: 'Registration confirmed',
    when: 'Somebody registered and has a place, or accepted an offered place.',
  },
  {
    type: 'registration.waitlisted',
    label: 'Registration waitlisted',
    when: 'Somebody registered for a full event and waits for a place.',
  },
  {
    type: 'registration.offered',
    label: 'Place offered',
    when: 'Somebody on the waitlist may accept a place until a deadline.',
  },
  {
    type: 'registration.promoted',
    label: 'Registration promoted',
    when: 'Somebody on the waitlist got a place.',
  },
  {
    type: 'registration.cancelled',
    label: 'Registration cancelled',
    when: 'A place, an offer, or the waiting for a place ended.',
  },
  {
    type: 'registration.checked_in',
    label: 'Checked in',
    when: 'Somebody with a place arrived at the event.',
  },
] as const

export type EventType = (typeof eventTypes)[number]['type']

/** The type of the message that staff send to try an endpoint. No endpoint chooses it. */
export const testType = 'webhook.test'

export const eventTypeNames = eventTypes.map(({ type }) => type) as [EventType, ...EventType[]]

const names: readonly unknown[] = eventTypeNames

/** What is wrong with the types that somebody chose, in a sentence; undefined when nothing is. */
export function eventTypesProblem(chosen: unknown): string | undefined {
  if (!Array.isArray(chosen) || chosen.length === 0) return 'Choose at least one type of message.'
  const unknown: unknown = chosen.find((type) => !names.includes(type))
  if (unknown !== undefined) {
    const shown = typeof unknown === 'string' ? unknown : JSON.stringify(unknown)
    return `"${shown.slice(0, 100)}" is not a valid choice.`
  }
  return new Set(chosen).size < chosen.length ? 'Choose each type once.' : undefined
}
