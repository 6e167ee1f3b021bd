import type { Payload } from 'payload'

import type {
  Closing,
  PushConnection,
  PushMessage,
  StreamEnd,
  StreamSource,
} from '../../http/push/pushMessage.ts'
import { poolOf } from '../../database/connection.ts'
import { servicesOf } from '../../shared/services.ts'
import type { LiveUpdates, OpenConnection } from './liveUpdates.ts'
import { changeMessages, errorMessage, registrationMessage, seatsMessage } from './messages.ts'
import { cancelledSince } from './queries.ts'
import { closings, type EventState } from './rules.ts'
import { anonymous, type SignIn, viewerFor } from './signIn.ts'
import type { SignedInSession } from './signedInSessions.ts'
import { changeSince } from './stateId.ts'
import type { EventSubscriber } from './watchedEvents.ts'

interface Opening {
  payload: Payload
  address: string
  /** Undefined for an anonymous caller. */
  signIn: SignIn | undefined
  /** The `Last-Event-ID` of a client that resumes. */
  lastId: string | undefined
}

/** What every stream of events does: it is counted, kept alive, and ended with the sign-in of its client. */
abstract class LiveStream implements OpenConnection, EventSubscriber {
  readonly kind = 'sse'
  viewer
  protected readonly live: LiveUpdates
  private readonly closers: (() => void)[]

  constructor(
    private readonly stream: PushConnection,
    { address, payload, signIn }: Opening,
  ) {
    this.live = servicesOf(payload).live
    this.viewer = signIn ? viewerFor(signIn) : anonymous
    this.closers = [this.live.open(this, address)]
    if (signIn) this.follow(signIn)
  }

  receive(message: PushMessage): void {
    this.live.counts.countMessage(message)
    this.stream.push(message)
  }

  lose(eventId: number): void {
    this.fail('not_found', eventId)
  }

  beat(): void {
    this.stream.beat()
  }

  close(closing: Closing): void {
    this.stream.close(closing)
  }

  /** Call it when the stream has ended. */
  end(reason: StreamEnd): void {
    this.live.counts.countEnd(reason)
    for (const closer of this.closers) closer()
  }

  protected abstract onRole(): void

  protected onEnd(closer: () => void): void {
    this.closers.push(closer)
  }

  private fail(code: string, eventId?: number) {
    this.receive(errorMessage(code, eventId))
    this.close(closings.unauthenticated)
  }

  private follow(signIn: SignIn) {
    const { live } = this
    const session: SignedInSession = {
      ...signIn,
      onRevoked: () => this.fail('unauthenticated'),
      onRole: (role) => {
        this.viewer = viewerFor({ ...signIn, role })
        this.onRole()
      },
    }
    live.sessions.add(session)
    this.onEnd(() => live.sessions.remove(session))
    this.onEnd(live.limits.addUser(signIn.userId))
  }
}

/** The stream of one event: its seats, and what else changes in it. */
class EventLiveStream extends LiveStream {
  constructor(
    stream: PushConnection,
    private readonly eventId: number,
    opening: Opening,
  ) {
    super(stream, opening)
    const { events } = this.live
    this.onEnd(() => events.unsubscribe(eventId, this))
    events.subscribe(eventId, this, (state) => {
      if (state) this.resume(state, opening.lastId)
      else this.lose(eventId)
    })
  }

  protected onRole(): void {
    this.live.events.judgeAgain([this.eventId], this)
  }

  /** Always begins with the seats, after what the client has missed. */
  private resume(state: EventState, lastId: string | undefined) {
    const missed = lastId === undefined ? undefined : changeSince(lastId, state)
    for (const message of missed ? changeMessages(missed, state) : []) this.receive(message)
    this.receive(seatsMessage(state))
  }
}

/** The stream of the caller's own registrations. */
class RegistrationLiveStream extends LiveStream {
  constructor(
    stream: PushConnection,
    private readonly payload: Payload,
    private readonly userId: number,
    opening: Opening,
  ) {
    super(stream, opening)
    const { registrations } = this.live
    this.onEnd(() => registrations.unsubscribe(userId, this))
    registrations.subscribe(userId, this, (statuses, id) => {
      for (const status of statuses) this.receive(registrationMessage(status, id))
      const since = Number(opening.lastId)
      if (opening.lastId && Number.isSafeInteger(since)) void this.resume(since, id)
    })
  }

  protected onRole(): void {
    // A user's own registrations are theirs in every role.
  }

  /** Registrations that ended while the client was away are in no list of what the user has. */
  private async resume(since: number, id: string) {
    try {
      for (const event of await cancelledSince(poolOf(this.payload), this.userId, since)) {
        if (this.live.registrations.isRegistered(this.userId, event)) continue
        this.receive(registrationMessage({ event, state: 'cancelled', position: null }, id))
      }
    } catch (err) {
      this.payload.logger.warn({ err, msg: 'A live connection could not resume' })
      this.close(closings.restart)
    }
  }
}

const sourceOf = (open: (stream: PushConnection) => LiveStream): StreamSource => ({
  open: (stream) => {
    const live = open(stream)
    return (reason) => live.end(reason)
  },
})

export const eventStream = (eventId: number, opening: Opening): StreamSource =>
  sourceOf((stream) => new EventLiveStream(stream, eventId, opening))

export const registrationStream = (userId: number, opening: Opening): StreamSource =>
  sourceOf((stream) => new RegistrationLiveStream(stream, opening.payload, userId, opening))
