import type { PushMessage } from '../../http/push/pushMessage.ts'
import { registrationMessage } from './messages.ts'
import type { LiveRegistration } from './queries.ts'
import type { RegistrationStatus } from './rules.ts'

/** A connection of a signed-in user. */
export interface RegistrationSubscriber {
  receive: (message: PushMessage) => void
}

/** Gets the registrations of the user in the moment in which the subscription begins. */
export type OnRegistrations = (statuses: RegistrationStatus[], id: string) => void

/** A user with connections on this server, and what these have been told of the user's registrations. */
interface ConnectedUser {
  id: number
  subscribers: Set<RegistrationSubscriber>
  waiting: Map<RegistrationSubscriber, OnRegistrations>
  /** By event; undefined until it was read for the first time. */
  known: Map<number, LiveRegistration> | undefined
}

const statusOf = ({ eventId, position, state }: LiveRegistration): RegistrationStatus => ({
  event: eventId,
  state,
  position,
})

const isSame = (one: LiveRegistration, other: LiveRegistration | undefined) =>
  one.id === other?.id && one.state === other.state && one.position === other.position

/** Groups rows by a number. */
function grouped(rows: LiveRegistration[], keyOf: (row: LiveRegistration) => number) {
  const groups = new Map<number, LiveRegistration[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** The users who are connected here, with what each was told last. It tells them what differs from that. */
export class ConnectedUsers {
  private readonly users = new Map<number, ConnectedUser>()
  /** The users who have a registration as far as they know, by event: it may have ended. */
  private readonly registered = new Map<number, Set<number>>()

  get ids(): number[] {
    return [...this.users.keys()]
  }

  has(userId: number): boolean {
    return this.users.has(userId)
  }

  isRegistered(userId: number, eventId: number): boolean {
    return this.registered.get(eventId)?.has(userId) ?? false
  }

  add(userId: number, subscriber: RegistrationSubscriber, onRegistrations: OnRegistrations): void {
    let user = this.users.get(userId)
    if (!user) {
      user = { id: userId, subscribers: new Set(), waiting: new Map(), known: undefined }
      this.users.set(userId, user)
    }
    user.waiting.set(subscriber, onRegistrations)
  }

  remove(userId: number, subscriber: RegistrationSubscriber): void {
    const user = this.users.get(userId)
    if (!user) return
    user.subscribers.delete(subscriber)
    user.waiting.delete(subscriber)
    if (user.subscribers.size + user.waiting.size > 0) return
    this.users.delete(userId)
    for (const eventId of user.known?.keys() ?? []) this.unmark(eventId, userId)
  }

  clear(): void {
    this.users.clear()
    this.registered.clear()
  }

  /**
   * Takes all registrations of users, as they were just read, and begins the subscriptions that wait.
   *
   * @param id of the messages
   * @returns whether anybody was told anything new
   */
  takeAll(userIds: number[], rows: LiveRegistration[], id: string): boolean {
    const byUser = grouped(rows, ({ userId }) => userId)
    const told = userIds.map((userId) => {
      const user = this.users.get(userId)
      if (!user) return false
      const now = new Map(byUser.get(userId)?.map((row) => [row.eventId, row]))
      user.known ??= new Map()
      const eventIds = new Set([...now.keys(), ...user.known.keys()])
      const changed = [...eventIds].filter((eventId) =>
        this.take(user, eventId, now.get(eventId), id),
      )
      this.begin(user, id)
      return changed.length > 0 && user.subscribers.size > 0
    })
    return told.includes(true)
  }

  /** Takes the registrations of all connected users for some events, as they were just read. */
  takeForEvents(eventIds: number[], rows: LiveRegistration[], id: string): boolean {
    const byEvent = grouped(rows, ({ eventId }) => eventId)
    const told = eventIds.map((eventId) => {
      const now = new Map(byEvent.get(eventId)?.map((row) => [row.userId, row]))
      const userIds = new Set([...now.keys(), ...(this.registered.get(eventId) ?? [])])
      const changed = [...userIds].filter((userId) => {
        const user = this.users.get(userId)
        // A user who has just connected is read as a whole.
        return user?.known && this.take(user, eventId, now.get(userId), id)
      })
      return changed.length > 0
    })
    return told.includes(true)
  }

  private begin(user: ConnectedUser, id: string) {
    const { subscribers, waiting } = user
    if (waiting.size === 0) return
    const statuses = [...user.known!.values()].map(statusOf)
    user.waiting = new Map()
    for (const [subscriber, onRegistrations] of waiting) {
      subscribers.add(subscriber)
      onRegistrations(statuses, id)
    }
  }

  /** @returns whether the registration differs from what the user knows, so that they were told */
  private take(
    user: ConnectedUser,
    eventId: number,
    now: LiveRegistration | undefined,
    id: string,
  ): boolean {
    const known = user.known!
    const before = known.get(eventId)
    if (now ? isSame(now, before) : !before) return false
    if (now) {
      known.set(eventId, now)
      this.mark(eventId, user.id)
    } else {
      known.delete(eventId)
      this.unmark(eventId, user.id)
    }
    const ended: RegistrationStatus = { event: eventId, state: 'cancelled', position: null }
    const message = registrationMessage(now ? statusOf(now) : ended, id)
    for (const subscriber of user.subscribers) subscriber.receive(message)
    return true
  }

  private mark(eventId: number, userId: number) {
    const userIds = this.registered.get(eventId)
    if (userIds) userIds.add(userId)
    else this.registered.set(eventId, new Set([userId]))
  }

  private unmark(eventId: number, userId: number) {
    const userIds = this.registered.get(eventId)
    userIds?.delete(userId)
    if (userIds?.size === 0) this.registered.delete(eventId)
  }
}
