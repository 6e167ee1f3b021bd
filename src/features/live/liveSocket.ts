import type { Payload } from 'payload'

import { bearerOf } from '../../http/bearer.ts'
import type { Closing, PushMessage } from '../../http/push/pushMessage.ts'
import type { SocketRequest } from '../../http/push/socketRoute.ts'
import type { PushSocket, SocketEnd, SocketHandler } from '../../http/push/webSocket.ts'
import { servicesOf } from '../../shared/services.ts'
import {
  type ClientMessage,
  isEventId,
  MessageAllowance,
  parseClientMessage,
} from './clientMessages.ts'
import type { LiveUpdates, OpenConnection } from './liveUpdates.ts'
import {
  authenticatedMessage,
  errorMessage,
  pongMessage,
  registrationMessage,
  seatsMessage,
} from './messages.ts'
import { closings, idleSeconds, maxSubscriptions } from './rules.ts'
import { anonymous, type SignIn, signInByToken, signInBySession, viewerFor } from './signIn.ts'
import type { SignedInSession } from './signedInSessions.ts'
import type { EventSubscriber } from './watchedEvents.ts'

/** Messages of a client that wait for its sign-in. */
const maxQueued = 200

/** One WebSocket of a client: what it has subscribed to, and who it is signed in as. */
export class LiveSocket implements SocketHandler, EventSubscriber, OpenConnection {
  readonly kind = 'websocket'
  viewer = anonymous
  private readonly live: LiveUpdates
  private readonly subscriptions = new Set<number>()
  private readonly allowance = new MessageAllowance()
  private readonly remove: () => void
  private session: SignedInSession | undefined
  private stopCountingUser: (() => void) | undefined
  /** Messages that came while the client was being signed in: they are answered as the signed-in user. */
  private queue: ClientMessage[] | undefined
  private isClosed = false
  private idleSince = performance.now()

  constructor(
    private readonly payload: Payload,
    private readonly socket: PushSocket,
    address: string,
  ) {
    this.live = servicesOf(payload).live
    this.remove = this.live.open(this, address)
  }

  /** Signs in by what the request that opened the WebSocket has. */
  begin({ authorization, session }: Pick<SocketRequest, 'authorization' | 'session'>): void {
    if (authorization !== undefined) {
      const token = bearerOf(authorization) ?? ''
      void this.signIn(() => signInByToken(this.payload, token))
    } else if (session) {
      void this.signIn(() => signInBySession(this.payload, session), { isOptional: true })
    }
  }

  receive(message: PushMessage): void {
    this.live.counts.countMessage(message)
    this.socket.push(message)
  }

  lose(eventId: number): void {
    this.subscriptions.delete(eventId)
    this.noteIdle()
    this.receive(errorMessage('not_found', eventId))
  }

  beat(): void {
    const idleMs = performance.now() - this.idleSince
    if (this.isIdle && idleMs > idleSeconds * 1000) this.socket.close(closings.idle)
    else this.socket.beat()
  }

  close(closing: Closing): void {
    this.socket.close(closing)
  }

  onMessage(text: string): void {
    if (this.isClosed) return
    if (!this.allowance.take()) {
      this.fail('too_many_messages', closings.tooManyMessages)
      return
    }
    const message = parseClientMessage(text)
    if (!message) this.receive(errorMessage('invalid_message'))
    else this.answerInOrder(message)
  }

  onClose(reason: SocketEnd): void {
    if (this.isClosed) return
    this.isClosed = true
    this.live.counts.countEnd(reason)
    this.signOut()
    this.live.unwatchList(this)
    for (const id of this.subscriptions) this.live.events.unsubscribe(id, this)
    this.subscriptions.clear()
    this.remove()
  }

  private get isIdle() {
    return this.subscriptions.size === 0 && !this.session && !this.queue
  }

  private noteIdle() {
    if (this.isIdle) this.idleSince = performance.now()
  }

  private fail(code: string, closing: Closing) {
    this.receive(errorMessage(code))
    this.close(closing)
    this.onClose('closed')
  }

  private answer(message: ClientMessage) {
    switch (message.type) {
      case 'auth':
        void this.signIn(() => signInByToken(this.payload, message.token))
        return
      case 'subscribe':
        this.subscribe(message.event)
        return
      case 'unsubscribe':
        this.subscriptions.delete(message.event)
        this.live.events.unsubscribe(message.event, this)
        this.noteIdle()
        return
      case 'registrations':
        this.sendRegistrations()
        return
      case 'watch':
        this.watch(message.event)
        return
      case 'ping':
        this.receive(pongMessage)
    }
  }

  private subscribe(id: number) {
    const { live, subscriptions } = this
    if (!isEventId(id)) {
      this.receive(errorMessage('not_found', id))
      return
    }
    if (!subscriptions.has(id) && subscriptions.size >= maxSubscriptions) {
      this.receive(errorMessage('too_many_subscriptions', id))
      return
    }
    subscriptions.add(id)
    live.events.subscribe(id, this, (state) => {
      if (state) this.receive(seatsMessage(state, 'subscribed'))
      else this.lose(id)
    })
  }

  /** For organisers: an event that they are subscribed to, or the list of events for staff. */
  private watch(eventId: number | undefined) {
    if (eventId !== undefined) this.live.events.watchRegistrations(eventId, this)
    else if (this.viewer.isStaff) this.live.watchList(this)
  }

  /** All registrations of the user, for a client that has been away. */
  private sendRegistrations() {
    if (!this.session) {
      this.receive(errorMessage('unauthenticated'))
      return
    }
    this.live.registrations.subscribe(this.session.userId, this, (statuses, id) => {
      for (const status of statuses) this.receive(registrationMessage(status, id))
    })
  }

  private async signIn(read: () => Promise<SignIn | undefined>, { isOptional = false } = {}) {
    this.queue = []
    try {
      const found = await read()
      if (this.isClosed) return
      if (found) await this.become(found)
      else if (!isOptional) this.fail('unauthenticated', closings.unauthenticated)
    } catch (err) {
      this.payload.logger.warn({ err, msg: 'A live connection could not be signed in' })
      this.fail('unavailable', closings.unavailable)
    }
    this.answerQueue()
    this.noteIdle()
  }

  /** Answers what has waited, in its order. Another sign-in among it makes the rest wait again. */
  private answerQueue() {
    const { queue } = this
    this.queue = undefined
    for (const message of queue ?? []) this.answerInOrder(message)
  }

  private answerInOrder(message: ClientMessage) {
    if (this.isClosed) return
    if (!this.queue) this.answer(message)
    else if (this.queue.length < maxQueued) this.queue.push(message)
    else this.fail('too_many_messages', closings.tooManyMessages)
  }

  private async become(found: SignIn) {
    const { live } = this
    if (found.userId !== this.session?.userId && !live.limits.hasRoomFor(found.userId)) {
      live.counts.refused += 1
      this.fail('too_many_connections', closings.tooManyConnections)
      return
    }
    this.signOut()
    const session: SignedInSession = {
      ...found,
      onRevoked: () => this.fail('unauthenticated', closings.unauthenticated),
      onRole: (role) => this.see({ ...found, role }),
    }
    this.session = session
    this.stopCountingUser = live.limits.addUser(found.userId)
    live.sessions.add(session)
    await new Promise<void>((resolve) =>
      live.registrations.subscribe(found.userId, this, () => {
        this.receive(authenticatedMessage(found.userId))
        resolve()
      }),
    )
    if (this.isClosed) this.signOut()
    else this.see(found)
  }

  /** Sees from now on what that user may see. */
  private see(user: Pick<SignIn, 'role' | 'userId'>) {
    this.viewer = viewerFor(user)
    if (!this.viewer.isStaff) this.live.unwatchList(this)
    this.live.events.judgeAgain(this.subscriptions, this)
  }

  private signOut() {
    const { live, session } = this
    if (!session) return
    this.session = undefined
    live.sessions.remove(session)
    live.registrations.unsubscribe(session.userId, this)
    this.stopCountingUser?.()
    this.stopCountingUser = undefined
  }
}
