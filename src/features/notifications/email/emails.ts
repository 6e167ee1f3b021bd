import type { Language } from '../../../shared/languages.ts'

/** The content of each kind of email, as types. */

export interface EmailEvent {
  id: number
  title: string
  /** Plain text. */
  description: string
  location: string
  /** ISO 8601, like all instants here. */
  startDate: string
  endDate: string
  /** The zone of the venue (IANA). */
  timezone: string
  /** The number of changes of time, place or title. Calendars keep the entry with the highest number. */
  calendarSequence: number
  organiser?: { name?: string | undefined; email?: string } | undefined
  /** The URL of the event's page, if it has one. */
  link?: string | undefined
}

export interface EmailRegistration {
  id: number
  seats: number
  ticketCode: string
  /** The URL of the page on which the recipient accepts, changes and cancels it, if there is one. */
  link?: string | undefined
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
    | { kind: 'registrationResized' }
    | { kind: 'partyTooLarge'; largest: number }
    /** `invited`: the recipient had a place, so an earlier email had a calendar entry. The default is true. */
    | { kind: 'registrationCancelledByAttendee'; invited?: boolean | undefined }
    | {
        kind: 'registrationCancelledByOrganiser' | 'eventCancelled'
        reason?: string | undefined
        invited?: boolean | undefined
      }
    /** `waiting`: the recipient has no place yet. `offered`: a place is offered to the recipient. */
    | { kind: 'eventChanged'; waiting: boolean; offered?: boolean; changes: Change[] }
    | { kind: 'reminderDay' | 'reminderHour' }
  )

export type AccountEmail =
  | { kind: 'welcome' | 'confirmEmail' | 'setPassword' | 'emailChanged'; link: string }
  | { kind: 'passwordChanged' }

export interface DigestEmail {
  kind: 'organiserDigest'
  /** The day of the digest (ISO date). */
  day: string
  events: DigestEvent[]
}

export interface WebhookEmail {
  kind: 'webhookSwitchedOff'
  reason: 'gone' | 'failing'
  description: string
  /** The name of the receiver's server. */
  host: string
  link: string
}

export type Email = RegistrationEmail | AccountEmail | DigestEmail | WebhookEmail

export interface Recipient {
  name: string
  email: string
  language: Language
  /** The zone of the times in the email (IANA). */
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
  /** The time that calendar entries are stamped with. The default is the current time. */
  now?: Date | undefined
}
