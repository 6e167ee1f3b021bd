import type { Language } from '../../../shared/languages.ts'

/** What the platform writes to people. Types only: whoever queues an email needs no more than these. */

export interface EmailEvent {
  id: number
  title: string
  /** Plain text. */
  description: string
  location: string
  /** ISO 8601, as are all instants here. */
  startDate: string
  endDate: string
  /** Where the event is (IANA). */
  timezone: string
  /** How often its time, place or title has changed: calendars keep the highest they have seen. */
  calendarSequence: number
  organiser?: { name: string; email?: string } | undefined
  /** Its page, if it has one. */
  link?: string | undefined
}

export interface EmailRegistration {
  id: number
  seats: number
  ticketCode: string
}

export interface Change {
  field: 'title' | 'startDate' | 'endDate' | 'timezone' | 'location'
  from: string
  to: string
}

export interface DigestEvent {
  title: string
  startDate: string
  timezone: string
  capacity: number
  taken: number
  waitlisted: number
  newRegistrations: number
  cancellations: number
}

interface AboutRegistration {
  event: EmailEvent
  registration: EmailRegistration
}

export type RegistrationEmail = AboutRegistration &
  (
    | { kind: 'registrationConfirmed' | 'registrationPromoted' }
    | { kind: 'registrationWaitlisted'; position: number }
    | { kind: 'registrationOffered'; acceptUntil: string }
    | { kind: 'offerExpired' }
    | { kind: 'registrationCancelledByAttendee' }
    | { kind: 'registrationCancelledByOrganiser'; reason?: string | undefined }
    | { kind: 'eventCancelled'; reason?: string | undefined }
    /** `waiting`: they have no place yet; `offered`: they are offered one. */
    | { kind: 'eventChanged'; waiting: boolean; offered?: boolean; changes: Change[] }
    | { kind: 'reminderDay' | 'reminderHour' }
  )

export type AccountEmail =
  { kind: 'welcome' | 'confirmEmail' | 'setPassword'; link: string } | { kind: 'passwordChanged' }

export interface DigestEmail {
  kind: 'organiserDigest'
  /** ISO date of the day that it tells of. */
  day: string
  events: DigestEvent[]
}

export type Email = RegistrationEmail | AccountEmail | DigestEmail

export interface Recipient {
  name: string
  email: string
  language: Language
  /** Whose clock the times are told by (IANA). */
  timezone: string
}

export interface Attachment {
  filename: string
  content: string
  contentType: string
}

export interface RenderedEmail {
  subject: string
  html: string
  text: string
  attachments: Attachment[]
}

export interface RenderOptions {
  /** The platform's public URL. */
  origin: string
  unsubscribeLink?: string | undefined
  /** When the email is written, which calendar entries note; now, unless told. */
  now?: Date | undefined
}
