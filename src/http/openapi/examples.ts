const event = {
  title: 'Bolt Bowl',
  description: 'Robots carry bolts.',
  start_date: '2031-05-03T08:00:00Z',
  end_date: '2031-05-03T16:00:00Z',
  location: 'Sports hall, Ulm',
  max_participants: 60,
}

const registration = {
  id: 12,
  event: 7,
  user: 3,
  seats: 2,
  state: 'confirmed',
  ticket_code: 'RB-7K2M-9QXA',
  registered_at: '2031-03-01T09:30:00Z',
}

const account = { username: 'ada', email: 'ada@example.org' }
const password = 'a Robot that 3ats bolts'
const token = 'eyJhbGciOiJIUzI1NiJ9.e30.signature'

const webhook = {
  id: 4,
  url: 'https://hooks.example.org/robo-events',
  description: 'Score board',
  events: ['event.cancelled', 'registration.confirmed'],
  active: true,
  created_at: '2031-01-10T12:00:00Z',
}

const pictures = 'https://cdn.example.org/pictures/arena-9f86d081884c7d65'

const cover = {
  alt: 'Two robots in the arena',
  url: `${pictures}.jpg`,
  width: 1920,
  height: 1280,
  focal_point: { x: 50, y: 40 },
  thumbnail: { url: `${pictures}-320x240.jpg`, width: 320, height: 240 },
  sources: [
    { url: `${pictures}-640w.avif`, type: 'image/avif', width: 640, height: 427, bytes: 29_113 },
    { url: `${pictures}-640w.webp`, type: 'image/webp', width: 640, height: 427, bytes: 61_368 },
  ],
}

const sequence = 1817

/** An example for each schema that clients send or get most, by name. */
export const examples: Record<string, unknown> = {
  NewEvent: { ...event, status: 'published' },
  EventChange: { title: 'Bolt Bowl 2031' },
  Event: {
    id: 7,
    ...event,
    status: 'published',
    is_upcoming: true,
    created_by: 3,
    series: null,
    registered_count: 41,
    seats_left: 19,
    waitlist_count: 0,
    timezone: 'Europe/Berlin',
    cover,
    created_at: '2031-01-10T12:00:00Z',
    updated_at: '2031-02-01T12:00:00Z',
  },
  Repetition: { rrule: 'FREQ=WEEKLY;COUNT=10', exdates: ['2031-05-10'] },
  Repeated: { id: 4, rrule: 'FREQ=WEEKLY;COUNT=10', occurrences: 9 },
  Party: { seats: 2 },
  Seats: { seats: 2 },
  Registered: { status: 'registered', registration },
  Waitlisted: {
    status: 'waitlisted',
    position: 4,
    registration: { ...registration, state: 'waitlisted' },
  },
  NewAccount: { ...account, password, password_confirm: password },
  Account: { id: 3, ...account },
  Credentials: { username: 'ada', password },
  TokenPair: { access: token, refresh: token },
  Refresh: { refresh: token },
  FeedUrl: {
    url: 'https://events.example.org/api/v1/calendars/h2bRf8yLxkq3WJ0vZt1mNn5cPpQeUuSsDdGgAaBbCcE.ics',
  },
  CalendarLinks: {
    google: 'https://calendar.google.com/calendar/render?action=TEMPLATE&text=Bolt%20Bowl',
    outlook: 'https://outlook.live.com/calendar/0/deeplink/compose?subject=Bolt%20Bowl',
    office365: 'https://outlook.office.com/calendar/0/deeplink/compose?subject=Bolt%20Bowl',
    ics: 'https://events.example.org/api/v1/events/7/calendar.ics',
  },
  NewWebhook: { url: webhook.url, description: webhook.description, events: webhook.events },
  WebhookChange: { active: false },
  Webhook: webhook,
  WebhookWithSecret: { ...webhook, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD4fGsTdcr0e8=' },
  WebhookDelivery: {
    id: '0b0e5f38-5f0d-4c4b-9d0c-3b6f1f3f6a51',
    event_type: 'registration.confirmed',
    status: 'delivered',
    attempts: 1,
    response_status: 204,
    next_attempt_at: null,
    created_at: '2031-03-01T09:30:00Z',
  },
  WebhookEventData: {
    id: 7,
    ...event,
    changes: { title: { from: 'Nut Night', to: 'Bolt Bowl' } },
    sequence,
  },
  WebhookRegistrationData: { id: 12, event: 7, user: 3, seats: 2, state: 'confirmed', sequence },
  FlagEvaluationRequest: {
    context: { targetingKey: '3', country: 'DE', appVersion: '2.10.3', tags: ['beta'] },
  },
  FlagEvaluation: {
    key: 'new-list',
    value: true,
    reason: 'TARGETING_MATCH',
    variant: 'on',
    metadata: { type: 'boolean' },
  },
  FlagEvaluationFailure: {
    key: 'new-list',
    errorCode: 'FLAG_NOT_FOUND',
    errorDetails: 'There is no flag "new-list" for apps.',
  },
  Features: {
    status: 200,
    features: {
      'new-list': {
        defaultValue: false,
        rules: [
          { id: '6741e0', condition: { country: { $in: ['DE'] } }, force: true },
          { id: '6741e1', coverage: 0.25, hashAttribute: 'id', hashVersion: 2, force: true },
        ],
      },
    },
    dateUpdated: '2031-02-01T12:00:00.000Z',
  },
  Detail: { detail: 'Not found.' },
  CodedDetail: { detail: 'Event is at capacity', code: 'event_full' },
  Invalid: {
    error: 'Validation Error',
    details: { end_date: ['End date must be after start date'] },
  },
  RestEventFilter: { status: 'published', title: { like: 'bolt' } },
  RestErrors: { errors: [{ message: 'You are not allowed to perform this action.' }] },
}
