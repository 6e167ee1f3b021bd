import type { Language } from '../../../shared/languages.ts'
import type { DigestEvent, Email, EmailEvent, EmailRegistration, Recipient } from './emails.ts'

/** One sample of each kind of email, for the preview and for tests. */

const registration: EmailRegistration = {
  id: 4711,
  seats: 2,
  link: 'https://events.example/my/events/7',
  ticketCode: '7ZK4M0QXW9TB2HNC5RVJ8D3GFA',
}

const short: EmailEvent = {
  id: 12,
  title: 'ROS 2 Navigation',
  description: 'Maps, costmaps and planners.\nBring a laptop with Ubuntu on it.',
  location: 'Tech Hub, Lohmühlenstraße 65, Berlin',
  startDate: '2026-12-05T08:30:00.000Z',
  endDate: '2026-12-05T16:30:00.000Z',
  timezone: 'Europe/Berlin',
  calendarSequence: 3,
  organiser: { name: 'Mira Novák', email: 'mira@robots.example' },
  link: 'https://events.example/events/12',
}

const long: EmailEvent = {
  ...short,
  title:
    'The Third International Open Championship for Autonomous Underwater Vehicles and Their Mentors, with a Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft <script>alert(1)</script> {title}',
  location: 'Hall 4.2, Messegelände Nord, Zwischenahnerlandstraßenunterführung 117, 10115 Berlin',
  endDate: '2026-12-07T11:00:00.000Z',
}

const digestEvents = (title: string): DigestEvent[] => [
  {
    title,
    startDate: short.startDate,
    timezone: 'Europe/Berlin',
    capacity: 48,
    taken: 34,
    waitlisted: 0,
    newRegistrations: 5,
    cancellations: 1,
  },
  {
    title: 'Robo Soccer League, Matchday 4',
    startDate: '2026-12-06T04:30:00.000Z',
    timezone: 'Asia/Kolkata',
    capacity: 36,
    taken: 36,
    waitlisted: 7,
    newRegistrations: 0,
    cancellations: 0,
  },
]

const emailsAbout = (event: EmailEvent): Email[] => [
  { kind: 'registrationConfirmed', event, registration },
  { kind: 'registrationPromoted', event, registration: { ...registration, seats: 1 } },
  { kind: 'registrationWaitlisted', event, registration, position: 3 },
  { kind: 'registrationOffered', event, registration, acceptUntil: '2026-11-30T19:45:00.000Z' },
  { kind: 'offerExpired', event, registration },
  { kind: 'registrationResized', event, registration },
  { kind: 'partyTooLarge', event, registration, largest: 2 },
  { kind: 'registrationCancelledByAttendee', event, registration },
  {
    kind: 'registrationCancelledByOrganiser',
    event,
    registration,
    reason: 'This workshop is for people above 16.\n\nThere is one for younger people in March.',
  },
  {
    kind: 'eventCancelled',
    event,
    registration,
    reason: 'The hall has water damage. We are looking for another one.',
  },
  {
    kind: 'eventChanged',
    event,
    registration,
    waiting: false,
    changes: [
      { field: 'startDate', from: '2026-12-05T07:00:00.000Z', to: event.startDate },
      { field: 'location', from: 'Makerspace Kreuzberg, Berlin', to: event.location },
    ],
  },
  { kind: 'reminderDay', event, registration },
  { kind: 'reminderHour', event, registration },
  { kind: 'organiserDigest', day: '2026-12-01', events: digestEvents(event.title) },
]

const accountEmails: Email[] = [
  { kind: 'welcome', link: 'https://events.example/confirm-email?token=eyJhbGciOiJIUzI1NiJ9' },
  { kind: 'confirmEmail', link: 'https://events.example/confirm-email?token=eyJhbGciOiJIUzI1NiJ9' },
  { kind: 'setPassword', link: 'https://events.example/reset-password?token=5f2c' },
  { kind: 'emailChanged', link: 'https://events.example/restore-email?token=eyJhbGciOiJIUzI1NiJ9' },
  { kind: 'passwordChanged' },
  {
    kind: 'webhookSwitchedOff',
    reason: 'failing',
    description: 'Score board in the hall',
    host: 'scores.robots.example',
    link: 'https://events.example/admin/collections/webhooks/3',
  },
]

/** Every kind of email, with a file name for the preview. */
export const sampleEmails: { name: string; email: Email }[] = [
  ...[...emailsAbout(short), ...accountEmails].map((email) => ({ name: email.kind, email })),
  ...emailsAbout(long).map((email) => ({ name: `${email.kind}-long`, email })),
]

const people: Record<Language, Pick<Recipient, 'name' | 'timezone'>> = {
  en: { name: 'Ada Okafor', timezone: 'America/New_York' },
  de: { name: 'Jürgen Weiß', timezone: 'Europe/Berlin' },
  es: { name: 'Lucía Fernández', timezone: 'America/Mexico_City' },
  zh: { name: '王小明', timezone: 'Asia/Shanghai' },
}

/** A recipient who reads a language, in a time zone where it is spoken. */
export const sampleRecipient = (language: Language): Recipient => ({
  ...people[language],
  email: 'reader@example.org',
  language,
})
