import { sendAll } from './recorder.mjs'

const list = '/api/v1/events/'

const event = (title, more = {}) => ({
  title,
  description: `About ${title}`,
  start_date: '2031-05-03T09:00:00Z',
  end_date: '2031-05-03T17:00:00Z',
  location: 'Ulm',
  max_participants: 2,
  ...more,
})

/** @returns the ids by name */
async function recordCreations(send, { admin, ben }) {
  const published = { status: 'published' }
  const past = { start_date: '2001-01-01', end_date: '2001-01-02' }
  const events = [
    ['open', admin, event('Bolt Bowl', published)],
    ['second', admin, event('Äpfel 10', published)],
    ['third', admin, event('Äpfel 9', published)],
    ['draft', ben, event('Draft day')],
    ['cancelled', admin, event('Off', { status: 'cancelled' })],
    ['full', admin, event('Full house', { ...published, max_participants: 1 })],
    ['past', admin, event('Past', { ...published, ...past })],
  ]
  const ids = {}
  for (const [name, headers, body] of events) {
    ids[name] = (await send('POST', list, { headers, body })).json.id
  }
  const wrong = [
    {},
    event(''),
    event('x'.repeat(201)),
    event('T', { start_date: 'x' }),
    event('T', { end_date: '2031-05-01' }),
    event('T', { max_participants: 0 }),
    event('T', { max_participants: 2 ** 31 }),
    event('T', { max_participants: '3' }),
    event('T', { status: 'open' }),
    event('T', { location: null }),
    event('T\u0000'),
    event('T', { description: 'x'.repeat(200_001) }),
  ]
  for (const body of wrong) await send('POST', list, { headers: admin, body })
  await send('POST', list, { body: event('T') })
  return ids
}

async function recordLists(send, { ada }) {
  const queries = ['', '?status=published', '?status=draft', '?status=nope', '?status=']
  const orders = ['title', '-title', 'start_date', 'nope'].map((name) => `?ordering=${name}`)
  const pages = ['?page=0', '?page=2', '?page=x', '?page_size=2', '?page_size=2&page=2']
  const dates = ['?start_date=2031-05-03&end_date=2031-05-03', '?start_date=2031-02-30']
  const all = [...queries, ...orders, ...pages, ...dates, '?page_size=1000', '?search=bolt']
  await sendAll(
    send,
    'GET',
    all.map((query) => list + query),
    [{}, ada],
  )
  const bare = ['/api/v1/events', '/api/events/', '/api/events/?page_size=2']
  await sendAll(send, 'GET', [...bare, '/api/events', '/api/events/?search=%00'], [{}, ada])
}

async function recordConditions(send, { admin }, id) {
  const path = `${list}${id}/`
  const { etag } = (await send('GET', path)).headers
  const known = [etag, `W/${etag}`, '*', '"nope"', `"nope", ${etag}`]
  await sendAll(
    send,
    'GET',
    [path],
    known.map((tag) => ({ 'If-None-Match': tag })),
  )
  await send('GET', path, { headers: { ...admin, 'If-None-Match': etag } })
  for (const tag of ['"nope"', etag]) {
    const headers = { ...admin, 'If-Match': tag }
    await send('PATCH', path, { headers, body: { location: 'Bonn' } })
  }
  const encodings = ['gzip', 'br', 'gzip;q=0, br;q=0', 'identity;q=0']
  await sendAll(
    send,
    'GET',
    [list],
    encodings.map((name) => ({ 'Accept-Encoding': name })),
  )
}

/** Events in v1: created, listed, read, changed. @returns their ids by name */
export async function recordEvents(send, callers) {
  const { admin, ada, ben } = callers
  const ids = await recordCreations(send, callers)
  await recordLists(send, callers)
  const odd = [0, 999, 'x', '2147483648', '99999999999', '1e3', '%zz']
  const paths = [...Object.values(ids), ...odd].map((id) => `${list}${id}/`)
  await sendAll(send, 'GET', [...paths, `/api/events/${ids.open}/`], [{}, ben])
  for (const method of ['HEAD', 'OPTIONS', 'TRACE']) await sendAll(send, method, [list, paths[0]])
  await send('OPTIONS', list, {
    headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' },
  })
  for (const method of ['PATCH', 'PUT', 'DELETE']) {
    await send(method, list, { headers: admin, body: {} })
  }
  await send('POST', paths[0], { headers: admin, body: {} })
  await recordConditions(send, callers, ids.open)
  for (const id of [ids.open, ids.draft]) {
    await send('PATCH', `${list}${id}/`, { headers: ada, body: { title: 'No' } })
  }
  for (const body of [{ title: 'Half' }, event('Äpfel 11', { status: 'published' })]) {
    await send('PUT', `${list}${ids.second}/`, { headers: admin, body })
  }
  return ids
}
