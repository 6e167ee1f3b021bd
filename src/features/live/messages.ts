import { PushMessage } from '../../http/push/pushMessage.ts'
import { type EventChange, type EventState, type RegistrationStatus, seatsOf } from './rules.ts'
import { stateIdOf } from './stateId.ts'

/** The messages of a change of an event, besides its seats. */
export function changeMessages({ fields, isCancelled }: EventChange, state: EventState) {
  const id = () => stateIdOf(state)
  const messages: PushMessage[] = []
  if (fields.length > 0) {
    messages.push(new PushMessage({ type: 'updated', data: { event: state.id, fields }, id }))
  }
  if (isCancelled) {
    messages.push(new PushMessage({ type: 'cancelled', data: { event: state.id }, id }))
  }
  return messages
}

export const seatsMessage = (state: EventState, type: 'seats' | 'subscribed' = 'seats') =>
  new PushMessage({ type, data: seatsOf(state), id: () => stateIdOf(state) })

/** @param id of what the user has been told; see `changesOfUser` */
export const registrationMessage = (status: RegistrationStatus, id: string) =>
  new PushMessage({ type: 'registration', data: status, id: () => id })

export const errorMessage = (code: string, event?: number) =>
  new PushMessage({ type: 'error', data: event === undefined ? { code } : { code, event } })

export const authenticatedMessage = (user: number) =>
  new PushMessage({ type: 'authenticated', data: { user } })

export const pongMessage = new PushMessage({ type: 'pong', data: {} })

/** For organisers: the registrations of an event may have changed, or the list of events. */
export const changedMessage = (event?: number) =>
  new PushMessage({ type: 'changed', data: event === undefined ? {} : { event } })
