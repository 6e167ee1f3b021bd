import { sendAll } from './recorder.mjs'

const auth = '/api/v1/auth'
const password = 'gears-and-cams-42'
const json = { 'Content-Type': 'application/json' }

const bearer = (token) => ({ Authorization: `Bearer ${token}` })

const account = (username, more = {}) => ({
  username,
  email: `${username}@example.com`,
  password,
  password_confirm: password,
  ...more,
})

/** @returns the tokens */
const signIn = async (send, body) => (await send('POST', `${auth}/login/`, { body })).json

async function recordSignUps(send) {
  for (const name of ['ada', 'ben', 'cleo']) {
    await send('POST', `${auth}/register/`, { body: account(name) })
  }
  const wrong = [
    {},
    { username: 'ada' },
    account('ada', { email: 'x', password: 'a' }),
    account('a b', { email: 'q@example.com' }),
    account('ada'),
    account('dan', { password: 'password', password_confirm: 'password' }),
  ]
  for (const body of wrong) await send('POST', `${auth}/register/`, { body })
}

async function recordUnreadableBodies(send) {
  const deep = '['.repeat(2000) + ']'.repeat(2000)
  const long = `{"username":"${'x'.repeat(2_100_000)}"}`
  for (const raw of ['', '{', '[]', 'null', '"x"', '{"a":1', '\u0000', deep, long]) {
    await send('POST', `${auth}/login/`, { raw, headers: json })
  }
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  await send('POST', `${auth}/login/`, { raw: 'a=b', headers: form })
  const packed = { ...json, 'Content-Encoding': 'compress' }
  await send('POST', `${auth}/login/`, { raw: '{}', headers: packed })
}

async function recordTokens(send, { access, refresh }) {
  const rotated = (await send('POST', `${auth}/refresh/`, { body: { refresh } })).json
  for (const token of ['forged', access]) {
    await send('POST', `${auth}/refresh/`, { body: { refresh: token } })
  }
  await sendAll(send, 'GET', [`${auth}/me/`, `${auth}/me`, '/api/auth/me/'], [bearer(access)])
  const values = ['Bearer', 'Bearer x', 'bearer x.y.z', 'Basic abc', 'JWT x', `Bearer ${refresh}`]
  const paths = [`${auth}/me/`, '/api/v1/events/', '/api/events', '/api/users/me']
  const callers = values.map((Authorization) => ({ Authorization }))
  await sendAll(send, 'GET', paths, callers)
  await sendAll(send, 'GET', [`${auth}/me/`], [{}, { Accept: 'application/problem+json' }])
  for (const path of ['logout', 'refresh']) {
    await send('POST', `${auth}/${path}/`, { body: { refresh: rotated.refresh } })
  }
}

/** @returns the headers of an admin and of three attendees who are signed in */
export async function recordAccounts(send, adminPassword) {
  await recordSignUps(send)
  const admin = await signIn(send, { username: 'admin', password: adminPassword })
  const ada = await signIn(send, { username: 'ada', password })
  const ben = await signIn(send, { username: 'ben@example.com', password })
  const cleo = await signIn(send, { username: 'cleo', password })
  for (const body of [
    { username: 'ada', password: 'wrong' },
    { username: 'nobody', password: 'wrong' },
    {},
    { username: null, password: 1 },
  ]) {
    await send('POST', `${auth}/login/`, { body })
  }
  await recordUnreadableBodies(send)
  await recordTokens(send, ada)
  const renewal = { token: 'none', password, password_confirm: password }
  await send('POST', `${auth}/password/forgot/`, { body: { email: 'nobody@example.com' } })
  await send('POST', `${auth}/password/reset/`, { body: renewal })
  await send('POST', `${auth}/email/confirm/`, { body: { token: 'none' } })
  await sendAll(send, 'POST', [`${auth}/email/send/`], [bearer(ben.access), {}])
  const [a, b, c, d] = [admin, ada, ben, cleo].map(({ access }) => bearer(access))
  return { admin: a, ada: b, ben: c, cleo: d }
}
