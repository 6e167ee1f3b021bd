import { countRest, people } from '../../../panel/rest.ts'
import type { Question } from '../../../panel/form/AskingSaveButton.tsx'
import type { EventStatus } from '../rules.ts'
import { scopeChoices } from './scopeChoices.ts'

interface Change {
  id: number
  title: string
  from: EventStatus
  to: EventStatus
  isInSeries: boolean
}

/** The registrations that a cancellation would end. */
const countLive = (id: number) =>
  countRest('registrations', {
    'where[event][equals]': String(id),
    'where[state][not_equals]': 'cancelled',
  })

async function aboutCancelling({ id, title }: Change): Promise<Question> {
  const count = await countLive(id)
  const told = count === undefined ? 'everybody who is registered' : people(count)
  const isAny = count === undefined || count > 0
  return {
    heading: isAny ? `Cancel ${title} and tell ${told}?` : `Cancel ${title}?`,
    body: isAny
      ? `The registrations of ${told} end at once, on the waitlist too, and they get an email. ` +
        "This can't be undone: publishing the event again does not bring them back."
      : 'Nobody is registered. You can publish the event again later.',
    confirmLabel: isAny && count !== undefined ? `Cancel and tell ${told}` : 'Cancel the event',
  }
}

async function aboutStatus(change: Change): Promise<Question | undefined> {
  const { from, to, title } = change
  if (to === 'cancelled' && from !== 'cancelled') return aboutCancelling(change)
  if (from !== 'cancelled' || to === 'cancelled') return undefined
  return {
    heading: to === 'published' ? `Publish ${title} again?` : `Make ${title} a draft again?`,
    body: 'The registrations that were cancelled with it stay cancelled. People have to register again.',
    confirmLabel: to === 'published' ? 'Publish again' : 'Make it a draft',
  }
}

const otherEvents = 'The same happens to the other events that you choose.'

/** The question before a save: about the status of an event, and about its series. Undefined when none is needed. */
export async function questionBeforeSave(change: Change): Promise<Question | undefined> {
  const question = await aboutStatus(change)
  if (!change.isInSeries) return question
  if (question)
    return { ...question, body: `${question.body} ${otherEvents}`, choices: scopeChoices }
  return {
    heading: 'Which events do you want to change?',
    body: 'This event is part of a series. The others get the fields that you have changed; dates move by as much.',
    confirmLabel: 'Save',
    choices: scopeChoices,
  }
}
