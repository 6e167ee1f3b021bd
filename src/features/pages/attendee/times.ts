import {
  emailTextsOf,
  eventTimes as timesOfEvent,
  formatMoment,
} from '../../notifications/public.ts'
import type { PersonContext } from './context.ts'

/** The zone in which a person reads times. UTC is that of users who have chosen none: they read the venue's. */
const zoneFor = ({ user }: PersonContext, venue: string) =>
  user.timezone === 'UTC' ? venue : user.timezone

const readerOf = (context: PersonContext, venue: string) => {
  const { language } = context.site
  return { language, timezone: zoneFor(context, venue), translate: emailTextsOf(language) }
}

interface Span {
  startDate: string
  endDate: string
  timezone: string
}

/** The times of an event in the person's zone, and in the venue's if they differ. Each names its zone. */
export const eventTimes = (context: PersonContext, event: Span): string[] =>
  timesOfEvent(event, readerOf(context, event.timezone))

/** An instant in the person's zone, which it names. @param venue the zone of the event (IANA) */
export const momentText = (context: PersonContext, instant: string, venue: string): string =>
  formatMoment(instant, readerOf(context, venue))
