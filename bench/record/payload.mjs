import { sendAll } from './recorder.mjs'

const event = (endDate, more = {}) => ({
  title: 'R',
  description: 'd',
  location: 'l',
  startDate: '2031-01-01T09:00:00Z',
  endDate,
  maxParticipants: 1,
  ...more,
})

async function recordRest(send, callers, staff, ids) {
  const lists = ['?limit=2', '?limit=x', '?sort=title&depth=0', '?where[status][equals]=draft']
  const events = [...lists, '/1', '/999', '/count', '/versions']
  const others = ['registrations', 'users', 'media', 'access', 'users/me', 'globals/x']
  const own = ['payload-preferences/x', 'payload-locked-documents']
  const guess = '/api/events?where[createdBy.email][like]=a'
  const paths = [
    ...events.map((path) => `/api/events${path}`),
    ...[...others, ...own].map((path) => `/api/${path}`),
    guess,
  ]
  await sendAll(send, 'GET', paths, [{}, callers.ada, staff])
  const good = event('2031-01-02T09:00:00Z', { status: 'published' })
  for (const body of [{}, event('2031-01-01T08:00:00Z'), good]) {
    for (const headers of [{}, staff]) await send('POST', '/api/events', { headers, body })
  }
  const json = { ...staff, 'Content-Type': 'application/json' }
  for (const raw of ['', '{', '[]', 'null', 'x'.repeat(2_100_000)]) {
    await send('POST', '/api/events', { headers: json, raw })
  }
  for (const body of [{ event: ids.open }, { event: ids.open, seats: 2000 }]) {
    await send('POST', '/api/registrations', { headers: staff, body })
  }
  const change = { headers: staff, body: { maxParticipants: 0 } }
  await send('PATCH', `/api/events/${ids.open}`, change)
  await send('POST', '/api/jobs/1/retry', { headers: callers.admin })
  await send('DELETE', '/api/jobs/1', { headers: callers.ada })
}

async function recordGraphql(send, { ada }) {
  const many = Array.from({ length: 60 }, (_, at) => `a${at}: Events { totalDocs }`).join(' ')
  const queries = [
    '{ Events { docs { title seatsLeft } totalDocs } }',
    '{ Event(id: 1) { title } }',
    '{ nope }',
    '{',
    'mutation { createRegistration(data: { event: 1, seats: 1, state: confirmed }) { id } }',
    '{ meUser { user { id } } }',
    `{ ${many} }`,
  ]
  for (const query of queries) {
    for (const headers of [{}, ada])
      await send('POST', '/api/graphql', { headers, body: { query } })
  }
  await send('GET', '/api/graphql')
  await send('POST', '/api/graphql', { raw: 'x', headers: { 'Content-Type': 'text/plain' } })
  await send('POST', '/api/graphql', { body: {} })
}

/** A picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const form = (bytes) =>
  Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n{"alt":"x"}\r\n'),
    Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'),
    Buffer.from('Content-Type: image/png\r\n\r\n'),
    bytes,
    Buffer.from('\r\n--b--\r\n'),
  ])

async function recordUploads(send, { admin }) {
  const type = { 'Content-Type': 'multipart/form-data; boundary=b' }
  for (const headers of [{}, admin]) {
    for (const bytes of [png, Buffer.from('<svg/>')]) {
      await send('POST', '/api/media', { headers: { ...headers, ...type }, raw: form(bytes) })
    }
  }
}

/** Payload's own REST and GraphQL, and uploads. */
export async function recordPayload(send, callers, ids, adminPassword) {
  const signIn = (password) =>
    send('POST', '/api/users/login', { body: { username: 'admin', password } })
  const staff = { Authorization: `JWT ${(await signIn(adminPassword)).json.token}` }
  await signIn('wrong')
  await recordRest(send, callers, staff, ids)
  await recordGraphql(send, callers)
  await recordUploads(send, callers)
  await send('POST', '/api/users/logout', { headers: staff, body: {} })
}
