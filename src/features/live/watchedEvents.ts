import type { PushMessage } from '../../http/push/pushMessage.ts'
import { Pace } from '../../shared/pace.ts'
import { maySee, type Viewer } from '../events/public.ts'
import { changeMessages, changedMessage, seatsMessage } from './messages.ts'
import {
  changeOf,
  type EventState,
  haveSameSeats,
  maxSeatsIntervalMs,
  organiserReadMs,
  quietReadMs,
  seatsIntervalMs,
  sendingMsPerSecond,
} from './rules.ts'

/** A connection that watches events. */
export interface EventSubscriber {
  readonly viewer: Viewer
  receive: (message: PushMessage) => void
  /** The event does not exist any more for this viewer. The subscription has ended. */
  lose: (eventId: number) => void
}

/** Gets the state of the event in the moment in which the subscription begins; undefined without one. */
type OnState = (state: EventState | undefined) => void

/** An event that somebody on this server watches. */
interface WatchedEvent {
  id: number
  /** What its subscribers have been told; undefined until it was read for the first time. */
  state: EventState | undefined
  subscribers: Set<EventSubscriber>
  /** Organisers who want to know that a registration may have changed. */
  organisers: Set<EventSubscriber>
  waiting: [EventSubscriber, OnState][]
  /** Whether it may have changed since it was read. */
  isDirty: boolean
  isSending: boolean
  /** When it may be read and told again, on the clock of `performance`. */
  nextAt: number
  timer: NodeJS.Timeout | undefined
}

/** Events of one statement. */
const maxBatch = 500

/** Connections that get a message before other work has its turn. */
const sliceSize = 250

type ReadStates = (
  ids: number[],
  known: (id: number) => EventState | undefined,
) => Promise<Map<number, EventState>>

/**
 * The events that connections of this server watch, with the last state that each connection was told.
 * A change anywhere only marks its event. The event is then read, at once or when 350 ms have passed since
 * the last message, and what differs from the last state is told. So a rush sends three messages a second, or
 * fewer when many watch it, the last state is always told, and a lost signal is made good by the next read
 * (docs/decisions/0026-live-updates.md).
 */
export class WatchedEvents {
  private readonly events = new Map<number, WatchedEvent>()
  private readonly due = new Set<number>()
  private readonly sendingPace = new Pace(sendingMsPerSecond)
  private isReading = false

  /**
   * @param read reads states; it may fail, and is called again then
   * @param onFailure is called with the error of a read
   */
  constructor(
    private readonly read: ReadStates,
    private readonly onFailure: (error: unknown) => Promise<void>,
  ) {}

  /** Events that are watched. */
  get size(): number {
    return this.events.size
  }

  /** Subscribes as soon as the event was read, and passes the state on. Nothing is missed from then on. */
  subscribe(id: number, subscriber: EventSubscriber, onState: OnState): void {
    this.watch(id).waiting.push([subscriber, onState])
    this.readSoon(id)
  }

  /** Tells an organiser from now on when registrations of an event that they watch may have changed. */
  watchRegistrations(id: number, subscriber: EventSubscriber): void {
    const event = this.events.get(id)
    if (!event?.state || !event.subscribers.has(subscriber)) return
    if (organises(subscriber.viewer, event.state)) event.organisers.add(subscriber)
  }

  unsubscribe(id: number, subscriber: EventSubscriber): void {
    const event = this.events.get(id)
    if (!event) return
    event.subscribers.delete(subscriber)
    event.organisers.delete(subscriber)
    event.waiting = event.waiting.filter(([one]) => one !== subscriber)
    this.forgetUnwatched(event)
  }

  /** Judges again what a subscriber may see, after their role or their user has changed. */
  judgeAgain(ids: Iterable<number>, subscriber: EventSubscriber): void {
    for (const id of ids) {
      const event = this.events.get(id)
      if (event?.state && event.subscribers.has(subscriber)) this.dropUnless(event, subscriber)
    }
  }

  /** Marks events that may have changed; all that are watched without ids. */
  mayHaveChanged(ids?: Iterable<number>): void {
    for (const id of ids ?? this.events.keys()) {
      const event = this.events.get(id)
      if (event) this.mark(event)
    }
  }

  stop(): void {
    for (const { timer } of this.events.values()) clearTimeout(timer)
    this.events.clear()
    this.due.clear()
  }

  private watch(id: number): WatchedEvent {
    let event = this.events.get(id)
    if (!event) {
      event = {
        id,
        state: undefined,
        subscribers: new Set(),
        organisers: new Set(),
        waiting: [],
        isDirty: false,
        isSending: false,
        nextAt: 0,
        timer: undefined,
      }
      this.events.set(id, event)
    }
    return event
  }

  private forgetUnwatched(event: WatchedEvent) {
    if (event.subscribers.size > 0 || event.waiting.length > 0) return
    clearTimeout(event.timer)
    this.events.delete(event.id)
  }

  private mark(event: WatchedEvent) {
    event.isDirty = true
    if (event.timer || event.isSending) return
    const wait = event.nextAt - performance.now()
    if (wait <= 0) {
      this.readSoon(event.id)
      return
    }
    event.timer = setTimeout(() => {
      event.timer = undefined
      this.readSoon(event.id)
    }, wait)
  }

  private readSoon(id: number) {
    this.due.add(id)
    if (this.isReading) return
    this.isReading = true
    // All subscriptions and marks of this turn of the event loop share one statement.
    setImmediate(() => void this.readDue())
  }

  private async readDue() {
    while (this.due.size > 0) {
      const ids = [...this.due].slice(0, maxBatch)
      for (const id of ids) this.due.delete(id)
      const marked = ids.filter((id) => this.events.get(id)?.isDirty)
      // A mark that comes during the read stays: the read may or may not see its change.
      for (const id of marked) this.events.get(id)!.isDirty = false
      try {
        const states = await this.read(ids, (id) => this.events.get(id)?.state)
        for (const id of ids) this.apply(id, states.get(id), marked.includes(id))
      } catch (error) {
        await this.onFailure(error)
        for (const id of ids) if (this.events.has(id)) this.due.add(id)
        for (const id of marked) this.restoreMark(id)
      }
    }
    this.isReading = false
  }

  private restoreMark(id: number) {
    const event = this.events.get(id)
    if (event) event.isDirty = true
  }

  private apply(id: number, state: EventState | undefined, isMarked: boolean) {
    const event = this.events.get(id)
    if (!event) return
    const mayTell = !event.isSending && performance.now() >= event.nextAt
    if (event.state && state && !mayTell) {
      // Read for a new subscriber. The others are told when their time has come.
      if (isDifferent(event.state, state)) this.mark(event)
    } else if (event.state || state) {
      this.tell(event, state, isMarked)
    }
    const { waiting } = event
    event.waiting = []
    for (const [subscriber, onState] of waiting) {
      const visible = state && maySee(subscriber.viewer, state) ? state : undefined
      if (visible) event.subscribers.add(subscriber)
      onState(visible)
    }
    if (event.isDirty) this.mark(event)
    this.forgetUnwatched(event)
  }

  /** Tells subscribers what differs from the last state, and those who may not see the event that it is none. */
  private tell(event: WatchedEvent, state: EventState | undefined, isMarked: boolean) {
    const { id, organisers, state: before, subscribers } = event
    event.state = state
    event.nextAt = performance.now() + (organisers.size > 0 ? organiserReadMs : quietReadMs)
    for (const one of subscribers) this.dropUnless(event, one)
    if (!state || !before) return
    const messages = isDifferent(before, state) ? messagesOf(before, state) : []
    if (messages.length > 0) {
      event.nextAt = performance.now() + seatsIntervalMs
      this.send(event, messages)
    }
    if (isMarked) for (const one of organisers) one.receive(changedMessage(id))
  }

  private dropUnless(event: WatchedEvent, subscriber: EventSubscriber) {
    const { state } = event
    if (!state || !organises(subscriber.viewer, state)) event.organisers.delete(subscriber)
    if (state && maySee(subscriber.viewer, state)) return
    event.subscribers.delete(subscriber)
    subscriber.lose(event.id)
  }

  /** Sends in slices: 5,000 connections take 50 ms, in which no request would be answered. */
  private send(event: WatchedEvent, messages: PushMessage[]) {
    const { subscribers } = event
    const receivers = [...subscribers]
    let next = 0
    const sendSlice = () => {
      const began = performance.now()
      const end = next + sliceSize
      for (const receiver of receivers.slice(next, end)) {
        // It may have unsubscribed, or may see the event no more, since the first slice.
        if (subscribers.has(receiver)) for (const message of messages) receiver.receive(message)
      }
      next = end
      this.sendingPace.spend(performance.now() - began)
      if (next < receivers.length) {
        event.isSending = true
        setImmediate(sendSlice)
        return
      }
      event.isSending = false
      const pauseMs = Math.min(this.sendingPace.owedMs, maxSeatsIntervalMs)
      event.nextAt = Math.max(event.nextAt, performance.now() + pauseMs)
      if (event.isDirty) this.mark(event)
    }
    sendSlice()
  }
}

/** Whether the viewer runs the event: its owner, and staff. */
const organises = ({ id, isStaff }: Viewer, { createdBy }: EventState) =>
  isStaff || (id !== undefined && id === createdBy)

/** Whether a read shows anything that a subscriber is told. */
const isDifferent = (before: EventState, after: EventState) =>
  before.version !== after.version ||
  before.fields.max_participants !== after.fields.max_participants ||
  !haveSameSeats(before, after)

function messagesOf(before: EventState, after: EventState): PushMessage[] {
  const change = changeOf(before, after, (field) => before.fields[field] !== after.fields[field])
  const messages = changeMessages(change, after)
  return haveSameSeats(before, after) ? messages : [...messages, seatsMessage(after)]
}
