import type { Translate } from './messages/translate.ts'
import { momentText } from './times.ts'
import type { Language } from '../../shared/languages.ts'

/** What decides on the state of an event. */
export interface Bookable {
  status: string
  startDate: string
  endDate: string
  timezone: string
  seatsLeft: number
  waitlistEnabled: boolean
  registrationOpensAt: string | null
  registrationClosesAt: string | null
}

export type SeatState = 'cancelled' | 'ended' | 'closed' | 'opens' | 'free' | 'waitlist' | 'full'

const isPast = (instant: string | null, now: Date) =>
  instant !== null && new Date(instant).getTime() <= now.getTime()

/** What somebody who comes now can do. */
export function seatStateOf(event: Bookable, now: Date): SeatState {
  if (event.status === 'cancelled') return 'cancelled'
  if (isPast(event.endDate, now)) return 'ended'
  if (isPast(event.registrationClosesAt, now)) return 'closed'
  if (event.registrationOpensAt !== null && !isPast(event.registrationOpensAt, now)) return 'opens'
  if (event.seatsLeft > 0) return 'free'
  return event.waitlistEnabled ? 'waitlist' : 'full'
}

/** The colours of the states. */
export const toneOf: Record<SeatState, string> = {
  cancelled: 'bad',
  ended: 'plain',
  closed: 'plain',
  opens: 'plain',
  free: 'good',
  waitlist: 'waiting',
  full: 'waiting',
}

/** The state in words. */
export function seatText(
  event: Bookable,
  now: Date,
  { language, translate }: { language: Language; translate: Translate },
): string {
  const state = seatStateOf(event, now)
  if (state === 'free') return translate('seats.left', { seats: event.seatsLeft })
  if (state !== 'opens') return translate(`seats.${state}`)
  return translate('seats.opens', {
    when: momentText(event.registrationOpensAt!, event.timezone, language),
  })
}

/** When the state of one of the events changes by itself, in milliseconds since the epoch. */
export function nextChange(events: Bookable[], now: Date): number | undefined {
  const instants = events
    .flatMap((event) => [
      event.startDate,
      event.endDate,
      event.registrationOpensAt,
      event.registrationClosesAt,
    ])
    .map((instant) => (instant === null ? 0 : new Date(instant).getTime()))
    .filter((instant) => instant > now.getTime())
  return instants.length > 0 ? Math.min(...instants) : undefined
}
