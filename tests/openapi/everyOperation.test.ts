import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { User } from '../../src/payload-types.ts'
import sharp from 'sharp'

import { routes } from '../../src/composition/routes.ts'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { createFailedJob } from '../factories/jobs.ts'
import { signedInUser, password } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { judgeBy, type Operation, operationsOf } from './answers.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'

let platform: TestPlatform
let admin: User

beforeAll(async () => {
  platform = await startTestPlatform()
  admin = (await signedInUser(platform.payload, 'admin')).user
})

afterAll(() => platform.stop())

interface Ready {
  /** What stands for `{id}` and the like in the path. */
  name?: number | string
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

const asThem = (user: User, method: string, path: string) =>
  fetch(`${platform.url}/api/v1/events/${path}/`, {
    method,
    headers: { Authorization: `Bearer ${bearer(user)}` },
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

const version = async () => {
  const parent = await event()
  const { docs } = await platform.payload.findVersions({
    collection: 'events',
    where: { parent: { equals: parent } },
    overrideAccess: true,
  })
  return docs[0]!.id
}

const resetToken = () => async () =>
  platform.payload.forgotPassword({
    collection: 'users',
    data: { email: (await person()).email },
    disableEmail: true,
  })

const failedJob = () =>
  createFailedJob(poolOf(platform.payload), { task: 'sendEmail', payload: {}, error: 'No' })

const onlyThat = (id: number) => `where[id][equals]=${id}`
const newPassword = 'another Robot with 2 arms'

/** What makes each operation do its work. One that is missing here fails the test. */
const ready: Record<string, () => Promise<Ready> | Ready> = {
  listEvents: () => ({}),
  createEvent: () => ({ body: contractEvent }),
  readEvent: async () => ({ name: await event() }),
  replaceEvent: async () => ({ name: await own(), body: contractEvent }),
  changeEvent: async () => ({ name: await own(), body: { title: 'Nut Night' } }),
  deleteEvent: async () => ({ name: await own() }),
  register: async () => ({ name: await event(), body: {} }),
  unregister: registration,
  acceptOffer: offered,
  holdSeats: async () => ({ name: await event(), body: { seats: 1 } }),
  dropHold: holding,
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
  health: () => ({}),
  'payload-post-events-id-register': async () => ({ name: await event(), body: {} }),
  'payload-delete-events-id-register': registration,
  'payload-get-events-count': () => ({}),
  'payload-post-events': () => ({ body: eventData() }),
  'payload-delete-events': async () => ({ query: onlyThat(await event()) }),
  'payload-get-events': () => ({ query: 'depth=2&limit=5' }),
  'payload-patch-events': async () => ({
    query: onlyThat(await event()),
    body: { title: 'Nut Night' },
  }),
  'payload-delete-events-id': async () => ({ name: await event() }),
  'payload-get-events-id': async () => ({ name: await event() }),
  'payload-patch-events-id': async () => ({ name: await event(), body: { title: 'Nut Night' } }),
  'payload-post-events-access-id': async () => ({ name: await event(), body: {} }),
  'payload-get-events-versions': () => ({}),
  'payload-post-events-id-duplicate': async () => ({ name: await event(), body: {} }),
  'payload-get-events-versions-id': async () => ({ name: await version() }),
  'payload-post-events-versions-id': async () => ({ name: await version() }),
  'payload-get-registrations-count': () => ({}),
  'payload-post-registrations': async () => ({
    body: { event: await event(), user: (await person()).id },
  }),
  'payload-delete-registrations': async () => ({ query: onlyThat(await registered()) }),
  'payload-get-registrations': () => ({ query: 'depth=2' }),
  'payload-patch-registrations': async () => ({
    query: onlyThat(await registered()),
    body: { state: 'cancelled' },
  }),
  'payload-delete-registrations-id': async () => ({ name: await registered() }),
  'payload-get-registrations-id': async () => ({ name: await registered() }),
  'payload-patch-registrations-id': async () => ({
    name: await registered(),
    body: { state: 'cancelled' },
  }),
  'payload-post-registrations-access-id': async () => ({ name: await registered(), body: {} }),
  'payload-get-media-paste-url-id': async () => ({ name: (await image()).id, refused: 400 }),
  'payload-get-media-file-filename': async () => ({ name: (await image()).filename! }),
  'payload-get-media-count': () => ({}),
  'payload-post-media': async () => ({ body: await upload() }),
  'payload-delete-media': async () => ({ query: onlyThat((await image()).id) }),
  'payload-get-media': () => ({}),
  'payload-patch-media': async () => ({
    query: onlyThat((await image()).id),
    body: { alt: 'Teal' },
  }),
  'payload-delete-media-id': async () => ({ name: (await image()).id }),
  'payload-get-media-id': async () => ({ name: (await image()).id }),
  'payload-patch-media-id': async () => ({ name: (await image()).id, body: { alt: 'Teal' } }),
  'payload-post-media-access-id': async () => ({ name: (await image()).id, body: {} }),
  'payload-post-users-forgot-password': async () => ({ body: { email: (await person()).email } }),
  'payload-get-users-init': () => ({}),
  'payload-post-users-login': async () => ({ body: { email: (await person()).email, password } }),
  'payload-post-users-logout': () => ({}),
  'payload-get-users-me': () => ({}),
  // It renews the panel's session, and an app's token is none.
  'payload-post-users-refresh-token': () => ({ refused: 403 }),
  'payload-post-users-first-register': () => ({ body: {}, refused: 403 }),
  'payload-post-users-reset-password': async () => ({
    body: { token: await resetToken()(), password: newPassword },
  }),
  'payload-post-users-unlock': async () => ({ body: { email: (await person()).email } }),
  'payload-get-users-count': () => ({}),
  'payload-post-users': () => ({
    body: { username: 'by-admin', email: 'by-admin@example.com', password },
  }),
  'payload-delete-users': async () => ({ query: onlyThat((await person()).id) }),
  'payload-get-users': () => ({}),
  'payload-patch-users': async () => ({
    query: onlyThat((await person()).id),
    body: { displayName: 'Ada' },
  }),
  'payload-delete-users-id': async () => ({ name: (await person()).id }),
  'payload-get-users-id': async () => ({ name: (await person()).id }),
  'payload-patch-users-id': async () => ({
    name: (await person()).id,
    body: { displayName: 'Ada' },
  }),
  'payload-post-users-access-id': async () => ({ name: (await person()).id, body: {} }),
  'payload-get-platform-health': () => ({}),
  'health-live': () => ({}),
  'health-ready': () => ({}),
  'payload-post-platform-jobs-id-retry': async () => ({ name: await failedJob() }),
  'payload-delete-platform-jobs-id': async () => ({ name: await failedJob() }),
  'payload-get-platform-access': () => ({}),
  graphql: () => ({ body: { query: '{ Events { totalDocs } }' } }),
}

async function send({ method, path }: Operation, { body, name, query, user = admin }: Ready) {
  const isForm = body instanceof FormData
  const filled = path.replace(/\{\w+\}/, encodeURIComponent(String(name)))
  const response = await fetch(`${platform.url}${filled}${query ? `?${query}` : ''}`, {
    method,
    headers: {
      Authorization: `Bearer ${bearer(user)}`,
      ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
  })
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, text: await response.text() }
}

it('answers every operation of the document as the document says', async () => {
  const document = openApiDocument(platform.payload.config, routes)
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
