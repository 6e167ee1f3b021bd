import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { User } from '../../src/payload-types.ts'
import sharp from 'sharp'

import { messages, routes } from '../../src/composition/routes.ts'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { createFlag, flagData } from '../factories/flags.ts'
import { createFailedJob } from '../factories/jobs.ts'
import { signedInUser, password } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { judgeBy, type Operation, operationsOf, textOf } from './answers.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'

let platform: TestPlatform
let admin: User

beforeAll(async () => {
  platform = await startTestPlatform()
  admin = (await signedInUser(platform.payload, 'admin')).user
})

afterAll(() => platform.stop())

interface Ready {
  /** What stands for `{id}` and the like in the path, one after another. */
  name?: number | string | [id: number, of: string]
  query?: string
  body?: unknown
  user?: User
  /** Set where the right answer is a refusal. */
  refused?: number
}

const bearer = ({ id }: User) =>
  tokensOf(platform.payload).sign('access', { userId: id, version: 0, lifetime: 3600 })

const contractEvent = {
  title: 'Bolt Bowl',
  description: 'Robots carry bolts.',
  start_date: '2030-05-01T10:00:00+02:00',
  end_date: '2030-05-02T10:00:00+02:00',
  location: 'Ulm',
  max_participants: 8,
}

const contractWebhook = {
  url: 'https://hooks.example.org/',
  events: ['event.created' as const],
}

const webhook = async () => {
  const made = { collection: 'webhooks', data: contractWebhook, overrideAccess: true } as const
  return (await platform.payload.create(made)).id
}

const delivery = async (): Promise<[number, string]> => {
  const id = await webhook()
  const response = await fetch(`${platform.url}/api/v1/webhooks/${id}/test/`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${bearer(admin)}` },
  })
  return [id, ((await response.json()) as { id: string }).id]
}

const flag = () => createFlag(platform.payload)
const event = async (details = {}) => (await createEvent(platform.payload, details)).id
const person = async () => (await signedInUser(platform.payload)).user
const own = async () => event({ createdBy: admin.id })

const registered = async () => {
  const { id } = await platform.payload.create({
    collection: 'registrations',
    data: { event: await event(), user: (await person()).id, seats: 1, state: 'confirmed' },
    overrideAccess: true,
  })
  return id
}

const picture = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()

async function image() {
  const data = await picture()
  return platform.payload.create({
    collection: 'media',
    data: { alt: 'A teal square' },
    file: { data, mimetype: 'image/png', name: 'square.png', size: data.length },
    overrideAccess: true,
  })
}

const upload = async () => {
  const form = new FormData()
  form.append('file', new Blob([await picture()], { type: 'image/png' }), 'square.png')
  form.append('_payload', JSON.stringify({ alt: 'A teal square' }))
  return form
}

async function signedIn() {
  const user = await person()
  const response = await fetch(`${platform.url}/api/v1/auth/login/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: user.username, password }),
  })
  const { refresh } = (await response.json()) as { refresh: string }
  return { user, refresh }
}

async function registration() {
  const user = await person()
  const name = await event()
  await asThem(user, 'POST', `${name}/register`)
  return { name, user }
}

const asThem = (user: User, method: string, path: string, body?: object) =>
  fetch(`${platform.url}/api/v1/events/${path}/`, {
    method,
    headers: {
      Authorization: `Bearer ${bearer(user)}`,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body),
  })

async function holding() {
  const user = await person()
  const name = await event()
  await asThem(user, 'POST', `${name}/hold`)
  return { name, user }
}

async function offered() {
  const [first, user] = [await person(), await person()]
  const name = await event({ maxParticipants: 1, waitlistEnabled: true, waitlistOffers: true })
  await asThem(first, 'POST', `${name}/register`)
  await asThem(user, 'POST', `${name}/register`)
  await asThem(first, 'DELETE', `${name}/register`)
  return { name, user }
}

async function ownFeed() {
  const response = await fetch(`${platform.url}/api/v1/me/calendar/`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${bearer(await person())}` },
  })
  const { url } = (await response.json()) as { url: string }
  return { name: url.slice(url.lastIndexOf('/') + 1, -'.ics'.length) }
}

const resetToken = () => async () =>
  platform.payload.forgotPassword({
    collection: 'users',
    data: { email: (await person()).email },
    disableEmail: true,
  })

const failedJob = () =>
  createFailedJob(poolOf(platform.payload), { task: 'sendEmail', payload: {}, error: 'No' })

const series = async () => {
  const { id } = await platform.payload.create({
    collection: 'series',
    data: {
      title: 'Bolt Bowl',
      rrule: 'FREQ=WEEKLY;COUNT=3',
      exdates: [],
      timezone: 'Europe/Berlin',
      firstStart: '2031-05-03T18:00:00',
    },
    overrideAccess: true,
  })
  return id
}

const repeatedSeries = async () => {
  const response = await asThem(admin, 'POST', `${await own()}/repeat`, { rrule: 'FREQ=DAILY' })
  return ((await response.json()) as { id: number }).id
}

const onlyThat = (id: number) => `where[id][equals]=${id}`
const newPassword = 'another Robot with 2 arms'

/** What makes each operation do its work. One that is missing here fails the test. */
const ready: Record<string, () => Promise<Ready> | Ready> = {
  listEvents: () => ({}),
  searchEvents: () => ({}),
  createEvent: () => ({ body: contractEvent }),
  readEvent: async () => ({ name: await event() }),
  replaceEvent: async () => ({ name: await own(), body: contractEvent }),
  changeEvent: async () => ({ name: await own(), body: { title: 'Nut Night' } }),
  deleteEvent: async () => ({ name: await own() }),
  repeatEvent: async () => ({ name: await own(), body: { rrule: 'FREQ=WEEKLY;COUNT=3' } }),
  changeRepetition: async () => {
    const name = await own()
    await asThem(admin, 'POST', `${name}/repeat`, { rrule: 'FREQ=DAILY' })
    return { name, body: { rrule: 'FREQ=WEEKLY;COUNT=3' } }
  },
  readSeries: async () => ({ name: await repeatedSeries() }),
  register: async () => ({ name: await event(), body: {} }),
  unregister: registration,
  resizeParty: async () => ({ ...(await registration()), body: { seats: 1 } }),
  acceptOffer: offered,
  holdSeats: async () => ({ name: await event(), body: { seats: 1 } }),
  dropHold: holding,
  watchEvent: async () => ({ name: await event() }),
  watchRegistrations: () => ({}),
  registerAccount: () => ({
    body: {
      username: 'new-account',
      email: 'new@example.com',
      password,
      password_confirm: password,
    },
  }),
  signIn: async () => ({ body: { username: (await person()).email, password } }),
  refreshTokens: async () => ({ body: { refresh: (await signedIn()).refresh } }),
  signOut: async () => ({ body: { refresh: (await signedIn()).refresh } }),
  readCaller: () => ({}),
  forgotPassword: async () => ({ body: { email: (await person()).email } }),
  resetPassword: async () => ({
    body: { token: await resetToken()(), password: newPassword, password_confirm: newPassword },
  }),
  confirmEmail: async () => {
    const { email, id } = await person()
    const details = { userId: id, version: 0, lifetime: 60, email }
    return { body: { token: tokensOf(platform.payload).sign('confirm-email', details) } }
  },
  sendConfirmation: async () => ({ user: await person() }),
  deleteCaller: async () => ({ user: await person() }),
  restoreEmail: async () => {
    const { email, id } = await person()
    await platform.payload.update({
      collection: 'users',
      id,
      data: { email: `new-${email}` },
      overrideAccess: true,
    })
    const details = { userId: id, version: 0, lifetime: 60, email }
    return { body: { token: tokensOf(platform.payload).sign('restore-email', details) } }
  },
  readEventCalendar: async () => ({ name: await event() }),
  readEventsCalendar: () => ({ query: 'status=published' }),
  exportEventsCsv: () => ({ query: 'status=published' }),
  exportEventsJson: () => ({ query: 'status=published' }),
  exportEventsIcs: () => ({}),
  readCalendarLinks: async () => ({ name: await event() }),
  createOwnCalendar: () => ({}),
  deleteOwnCalendar: () => ({}),
  readOwnCalendar: ownFeed,
  health: () => ({}),
  restGetPanelSearch: () => ({ query: 'q=bolt' }),
  restRegister: async () => ({ name: await event(), body: {} }),
  restUnregister: registration,
  restPatchEventsIdRegister: async () => ({ ...(await registration()), body: { seats: 1 } }),
  restCountEvents: () => ({}),
  restCreateEvent: () => ({ body: eventData() }),
  restDeleteManyEvents: async () => ({ query: onlyThat(await event()) }),
  restFindEvents: () => ({ query: 'depth=2&limit=5' }),
  restUpdateManyEvents: async () => ({
    query: onlyThat(await event()),
    body: { title: 'Nut Night' },
  }),
  restDeleteEvent: async () => ({ name: await event() }),
  restFindEventById: async () => ({ name: await event() }),
  restUpdateEvent: async () => ({ name: await event(), body: { title: 'Nut Night' } }),
  restFindEventVersions: () => ({}),
  restDuplicateEvent: async () => ({ name: await event(), body: {} }),
  restCountRegistrations: () => ({}),
  restCreateRegistration: async () => ({
    body: { event: await event(), user: (await person()).id },
  }),
  restDeleteManyRegistrations: async () => ({ query: onlyThat(await registered()) }),
  restFindRegistrations: () => ({ query: 'depth=2' }),
  restUpdateManyRegistrations: async () => ({
    query: onlyThat(await registered()),
    body: { state: 'cancelled' },
  }),
  restDeleteRegistration: async () => ({ name: await registered() }),
  restFindRegistrationById: async () => ({ name: await registered() }),
  restUpdateRegistration: async () => ({
    name: await registered(),
    body: { state: 'cancelled' },
  }),
  restReadMediaFile: async () => ({ name: (await image()).filename! }),
  restCountMedia: () => ({}),
  restCreateMedia: async () => ({ body: await upload() }),
  restDeleteManyMedia: async () => ({ query: onlyThat((await image()).id) }),
  restFindMedia: () => ({}),
  restUpdateManyMedia: async () => ({
    query: onlyThat((await image()).id),
    body: { alt: 'Teal' },
  }),
  restDeleteMedia: async () => ({ name: (await image()).id }),
  restFindMediaById: async () => ({ name: (await image()).id }),
  restUpdateMedia: async () => ({ name: (await image()).id, body: { alt: 'Teal' } }),
  restSignUpload: () => {
    // Nothing is sent to the bucket: the address is computed.
    Object.assign(process.env, {
      S3_BUCKET: 'robo-events',
      S3_ACCESS_KEY_ID: 'ROBOTKEY',
      S3_SECRET_ACCESS_KEY: 'the right secret',
      S3_DIRECT_UPLOADS: 'on',
    })
    const sha256 = '0'.repeat(64)
    return { body: { filename: 'a.png', filesize: 100, mimeType: 'image/png', sha256 } }
  },
  restRepeatEvent: async () => ({ name: await own(), body: { rrule: 'FREQ=WEEKLY;COUNT=3' } }),
  restPreviewRepetition: async () => ({ name: await own(), query: 'rrule=FREQ%3DWEEKLY' }),
  restChangeRepetition: async () => {
    const name = await own()
    await asThem(admin, 'POST', `${name}/repeat`, { rrule: 'FREQ=DAILY' })
    return { name, body: { rrule: 'FREQ=WEEKLY;COUNT=3' } }
  },
  restCountSeries: () => ({}),
  restCreateSeries: () => ({ body: { title: 'Bolt Bowl' }, refused: 403 }),
  restDeleteManySeries: async () => ({ query: onlyThat(await series()), refused: 403 }),
  restFindSeries: () => ({}),
  restUpdateManySeries: async () => ({
    query: onlyThat(await series()),
    body: { title: 'Nut Night' },
    refused: 403,
  }),
  restDeleteSeries: async () => ({ name: await series(), refused: 403 }),
  restFindSeriesById: async () => ({ name: await series() }),
  restUpdateSeries: async () => ({
    name: await series(),
    body: { title: 'Nut Night' },
    refused: 403,
  }),
  restForgotPassword: async () => ({ body: { email: (await person()).email } }),
  restIsInitialized: () => ({}),
  restLogin: async () => ({ body: { email: (await person()).email, password } }),
  restLogout: () => ({}),
  restMe: () => ({}),
  // It renews the panel's session, and an app's token is none.
  restRefreshToken: () => ({ refused: 403 }),
  restRegisterFirstUser: () => ({ body: {}, refused: 403 }),
  restResetPassword: async () => ({
    body: { token: await resetToken()(), password: newPassword },
  }),
  restUnlock: async () => ({ body: { email: (await person()).email } }),
  restCountUsers: () => ({}),
  restCreateUser: () => ({
    body: { username: 'by-admin', email: 'by-admin@example.com', password },
  }),
  restDeleteManyUsers: async () => ({ query: onlyThat((await person()).id) }),
  restFindUsers: () => ({}),
  restUpdateManyUsers: async () => ({
    query: onlyThat((await person()).id),
    body: { displayName: 'Ada' },
  }),
  restDeleteUser: async () => ({ name: (await person()).id }),
  restFindUserById: async () => ({ name: (await person()).id }),
  restUpdateUser: async () => ({
    name: (await person()).id,
    body: { displayName: 'Ada' },
  }),
  listWebhooks: () => ({}),
  createWebhook: () => ({ body: contractWebhook }),
  readWebhook: async () => ({ name: await webhook() }),
  changeWebhook: async () => ({ name: await webhook(), body: { active: false } }),
  deleteWebhook: async () => ({ name: await webhook() }),
  rotateWebhookSecret: async () => ({ name: await webhook() }),
  testWebhook: async () => ({ name: await webhook() }),
  listWebhookDeliveries: async () => ({ name: (await delivery())[0] }),
  retryWebhookDelivery: async () => ({ name: await delivery() }),
  restGetWebhooksIdSecret: async () => ({ name: await webhook() }),
  restPostWebhooksIdSecret: async () => ({ name: await webhook() }),
  restPostWebhooksIdRotate: async () => ({ name: await webhook() }),
  restPostWebhooksIdTest: async () => ({ name: await webhook() }),
  restGetWebhooksIdDeliveries: async () => ({ name: (await delivery())[0] }),
  restGetWebhooksIdDeliveriesDelivery: async () => ({ name: await delivery() }),
  restPostWebhooksIdDeliveriesDeliveryRetry: async () => ({ name: await delivery() }),
  restCountWebhooks: () => ({}),
  restCreateWebhook: () => ({ body: contractWebhook }),
  restDeleteManyWebhooks: async () => ({ query: onlyThat(await webhook()) }),
  restFindWebhooks: () => ({ query: 'depth=2' }),
  restUpdateManyWebhooks: async () => ({
    query: onlyThat(await webhook()),
    body: { description: 'Score board' },
  }),
  restDeleteWebhook: async () => ({ name: await webhook() }),
  restFindWebhookById: async () => ({ name: await webhook() }),
  restUpdateWebhook: async () => ({ name: await webhook(), body: { active: false } }),
  readFeatures: () => ({}),
  readFeaturesOfClient: () => ({ name: 'sdk-abc' }),
  watchFeatures: () => ({ name: 'sdk-abc' }),
  evaluateFlag: async () => ({ name: (await flag()).key, body: { context: {} } }),
  evaluateFlags: async () => {
    await flag()
    return { body: { context: { targetingKey: 'a' } } }
  },
  restPostFlagsIdTry: async () => ({ name: (await flag()).id, body: { country: 'DE' } }),
  restGetFlagsIdChanges: async () => ({ name: (await flag()).id }),
  restCountFlags: () => ({}),
  restCreateFlag: () => ({ body: flagData() }),
  restDeleteManyFlags: async () => ({ query: onlyThat((await flag()).id) }),
  restFindFlags: () => ({ query: 'depth=2' }),
  restUpdateManyFlags: async () => ({
    query: onlyThat((await flag()).id),
    body: { description: 'The new list' },
  }),
  restDeleteFlag: async () => ({ name: (await flag()).id }),
  restFindFlagById: async () => ({ name: (await flag()).id }),
  restUpdateFlag: async () => ({ name: (await flag()).id, body: { defaultValue: 'true' } }),
  restGetHealth: () => ({}),
  healthLive: () => ({}),
  healthReady: () => ({}),
  restPostJobsRetry: async () => ({ name: await failedJob() }),
  restDeleteJobs: async () => ({ name: await failedJob() }),
  restGetAccess: () => ({}),
  graphql: () => ({ body: { query: '{ Events { totalDocs } }' } }),
}

async function send({ method, path }: Operation, ready: Ready) {
  const { body, name, query, user = admin } = ready
  const isForm = body instanceof FormData
  const names = [name].flat()
  const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(String(names.shift())))
  const response = await fetch(`${platform.url}${filled}${query ? `?${query}` : ''}`, {
    method,
    headers: {
      Authorization: `Bearer ${bearer(user)}`,
      ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
  })
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, text: await textOf(response) }
}

it('answers every operation of the document as the document says', async () => {
  const document = openApiDocument(platform.payload.config, routes, messages)
  const judge = judgeBy(document)
  const wrong: string[] = []
  for (const operation of operationsOf(document)) {
    const prepare = ready[operation.operationId]
    if (!prepare) {
      wrong.push(`${operation.operationId}: this test does not know how to call it`)
      continue
    }
    const prepared = await prepare()
    const answer = await send(operation, prepared)
    const asExpected = prepared.refused ? answer.status === prepared.refused : answer.status < 300
    const problem = asExpected ? judge(operation, answer) : `answers ${answer.status}`
    if (problem) wrong.push(`${operation.operationId}: ${problem} (${answer.text.slice(0, 200)})`)
  }
  expect(wrong).toEqual([])
}, 120_000)
