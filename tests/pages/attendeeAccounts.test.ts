import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createLocalReq } from 'payload'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { purgeExpiredCredentials } from '../../src/features/accounts/queries/purge.ts'
import { returnPath } from '../../src/features/pages/attendee/returnPath.ts'
import { startSession } from '../../src/features/accounts/sessions.ts'
import { createEvent } from '../factories/events.ts'
import { crowd, password } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { alertOf, CookieJar, signedInJar } from '../support/cookieJar.ts'
import { eventually } from '../support/eventually.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let mailbox: ReturnType<typeof mailboxOf>
beforeAll(async () => {
  const env = {
    RATE_LIMIT_SIGN_IN: '3/900',
    RATE_LIMIT_REGISTER: '3/60',
    TRUSTED_PROXIES: 'loopback',
  }
  platform = await startTestPlatform(env, { worker: true })
  mailbox = mailboxOf(platform.payload)
})
afterAll(() => platform.stop())

const sql = <Row extends object>(text: string, values: unknown[]) =>
  poolOf(platform.payload).query<Row>(text, values)

async function person() {
  const [made] = await crowd(platform.payload, 1)
  const { id } = made!
  const { rows } = await sql<{ username: string; email: string }>(
    'SELECT username, email FROM users WHERE id = $1',
    [id],
  )
  return { id, ...rows[0]!, jar: await signedInJar(platform, id) }
}

const newJar = (language = 'en') => new CookieJar(platform.url, { 'Accept-Language': language })

const isSignedIn = async (jar: CookieJar) => (await jar.get('/my/events')).status === 200

describe('the sign-in', () => {
  it('keeps the person signed in, and leads back to where they came from', async () => {
    const { username } = await person()
    const jar = newJar()
    const form = { username, password }
    const answer = await jar.post('/sign-in?next=%2Fevents%2F7%2Fregister', form)
    expect([answer.status, answer.location]).toEqual([303, '/events/7/register'])
    expect(answer.headers.get('set-cookie')).toMatch(
      /^robo-events-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(await isSignedIn(jar)).toBe(true)
    const stays = await newJar().post('/sign-in', { ...form, stay: 'yes' })
    expect(stays.headers.get('set-cookie')).toMatch(/; Max-Age=2592000$/)
  })

  it.each([
    '//evil.example',
    'https://evil.example/my',
    '/\\evil.example',
    '/my/..//evil.example',
    '/admin',
    'javascript:alert(1)',
    '/sign-out',
    `/my?${'x'.repeat(600)}`,
  ])('leads to no other site: %s', async (next) => {
    const { username } = await person()
    const path = `/sign-in?next=${encodeURIComponent(next)}`
    const answer = await newJar().post(path, { username, password })
    expect(answer.location).toBe('/my/events')
  })

  it('says the same for a wrong password and for an unknown name, with the limits of v1', async () => {
    const { username } = await person()
    const wrong = await newJar().post('/sign-in', { username, password: 'wrong' })
    const unknown = await newJar().post('/sign-in', { username: 'nobody', password: 'wrong' })
    expect([wrong.status, alertOf(wrong)]).toEqual([400, alertOf(unknown)])
    expect(alertOf(wrong)).toContain('The name or the password is wrong.')
    expect(wrong.text).not.toContain('value="wrong"')
    // The third failure is one of an app: both surfaces share one count.
    await appOf(platform.url).post('auth/login/', { username, password: 'wrong' })
    await newJar().post('/sign-in', { username, password: 'wrong' })
    const limited = await newJar('de').post('/sign-in', { username, password })
    expect([limited.status, alertOf(limited)]).toEqual([
      429,
      expect.stringContaining('Bitte warte 15 Minuten'),
    ])
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('sends the cookie over TLS alone where there is TLS', async () => {
    const { username } = await person()
    const jar = new CookieJar(platform.url, { 'X-Forwarded-Proto': 'https' })
    const { headers } = await jar.post('/sign-in', { username, password })
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-robo-events-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(await isSignedIn(jar)).toBe(true)
  })
})

describe('a session', () => {
  it('ends with the next sign-in in the same browser', async () => {
    const { jar } = await person()
    const copy = newJar()
    for (const [name, value] of jar.cookies) copy.cookies.set(name, value)
    const { username } = await person()
    await jar.post('/sign-in', { username, password })
    expect([await isSignedIn(jar), await isSignedIn(copy)]).toEqual([true, false])
  })

  it('ends with the sign-out, also for who has a copy of the cookie', async () => {
    const { jar } = await person()
    const copy = newJar()
    for (const [name, value] of jar.cookies) copy.cookies.set(name, value)
    await jar.post('/sign-out')
    expect([jar.cookies.size, await isSignedIn(copy)]).toEqual([0, false])
  })

  it.each<[string, string]>([
    ['a suspension', 'UPDATE users SET suspended = true WHERE id = $1'],
    ['a new password', "UPDATE users SET hash = 'new' WHERE id = $1"],
    ['a deletion', 'DELETE FROM users WHERE id = $1'],
  ])('ends within a second after %s', async (_name, change) => {
    const { id, jar } = await person()
    expect(await isSignedIn(jar)).toBe(true)
    await sql(change, [id])
    await eventually(
      () => isSignedIn(jar),
      (signedIn) => !signedIn,
    )
  })

  it('ends everywhere at once, also for apps', async () => {
    const { id, jar } = await person()
    const other = await signedInJar(platform, id)
    const owner = { id, tokenVersion: 0 }
    const { refresh } = await startSession(await createLocalReq({}, platform.payload), owner)
    const app = appOf(platform.url, accessTokenOf(platform.payload, id))
    expect((await jar.post('/my/devices')).location).toBe('/sign-in?done=signed-out')
    expect(await isSignedIn(other)).toBe(false)
    const refreshed = await app.post('auth/refresh/', { refresh })
    expect(refreshed.status).toBe(401)
    await eventually(
      async () => (await app.get('auth/me/')).status,
      (status) => status === 401,
    )
  })

  it('is no session of the panel, nor of the APIs', async () => {
    const { jar } = await person()
    const { text } = await jar.get('/api/users/me')
    expect(JSON.parse(text)).toMatchObject({ user: null })
    expect((await jar.get('/api/v1/auth/me/')).status).toBe(401)
  })

  it('goes on while it is used, and is deleted when it has ended', async () => {
    const { id, username } = await person()
    const jar = newJar()
    await jar.post('/sign-in', { username, password, stay: 'yes' })
    const set = (column: string, days: number) =>
      sql(
        `UPDATE web_sessions SET ${column} = now() + make_interval(days => $2)
         WHERE user_id = $1 AND is_persistent`,
        [id, days],
      )
    await set('expires_at', 3)
    const renewed = await jar.get('/my/events')
    expect(renewed.headers.get('set-cookie')).toMatch(/; Max-Age=2592000$/)
    expect((await jar.get('/my/events')).headers.get('set-cookie')).toBeNull()

    await set('created_at', -91)
    const ended = await jar.get('/my/events')
    expect([ended.status, jar.cookies.size]).toEqual([303, 0])
    await set('expires_at', -1)
    const left = async () =>
      (await sql('SELECT 1 FROM web_sessions WHERE user_id = $1', [id])).rows.length
    expect(await left()).toBe(2)
    const purged = await purgeExpiredCredentials(connectionOf(platform.payload), new Date())
    expect([purged['web sessions'], await left()]).toEqual([1, 1])
  })

  it('is stored as a hash alone', async () => {
    const { jar } = await person()
    const { rows } = await sql<{ all: string }>(
      'SELECT json_agg(web_sessions)::text AS all FROM web_sessions',
      [],
    )
    expect(rows[0]!.all).not.toContain([...jar.cookies.values()][0])
  })
})

describe('a form that another site sends', () => {
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  it.each<[string, Record<string, string>]>([
    ['/sign-in', { username: 'a', password: 'b' }],
    ['/sign-out', {}],
    ['/sign-up', {}],
    ['/my/devices', {}],
    ['/my/delete', { current_password: password }],
    ['/my/profile', { display_name: 'Evil', language: 'en' }],
  ])('changes nothing: %s', async (path, fields) => {
    const { id, jar } = await person()
    expect((await jar.post(path, fields, foreign)).status).toBe(403)
    expect((await jar.post(path, fields, { Origin: 'null' })).status).toBe(403)
    expect(await isSignedIn(jar)).toBe(true)
    const { rows } = await sql('SELECT 1 FROM users WHERE id = $1 AND display_name IS NULL', [id])
    expect(rows).toHaveLength(1)
  })

  it('without a body is refused as well', async () => {
    const { jar } = await person()
    const [[name, value]] = [...jar.cookies] as [[string, string]]
    const headers = { Cookie: `${name}=${value}`, ...foreign }
    const { status } = await fetch(`${platform.url}/sign-out`, { method: 'POST', headers })
    expect([status, await isSignedIn(jar)]).toEqual([403, true])
  })
})

describe('the sign-up', () => {
  it('names each mistake next to its field, in the language of the browser', async () => {
    const answer = await newJar('de').post('/sign-up', {
      display_name: '',
      email: 'no address',
      password: '',
      password_confirm: '12345678',
      language: 'de',
      timezone: 'Mars/Olympus',
    })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('<title>Fehler: Konto anlegen')
    for (const [name, sentence] of [
      ['display_name', 'Bitte fülle das aus.'],
      ['email', 'Bitte gib eine E-Mail-Adresse ein'],
      ['password', 'Bitte fülle das aus.'],
      ['timezone', 'Das ist keine Zeitzone.'],
    ]) {
      expect(answer.text).toMatch(new RegExp(`id="${name}-problem">${sentence}`))
      expect(answer.text).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`))
    }
    expect(answer.text).toContain('value="no address"')
    expect(answer.text).not.toContain('12345678')
  })

  it.each<[string, Record<string, string>, string, string]>([
    ['es', { password: '98237492', password_confirm: '98237492' }, 'password', 'solo tiene cifras'],
    ['zh', { password: 'password1', password_confirm: 'password1' }, 'password', '太常见'],
    ['en', { password_confirm: 'other' }, 'password_confirm', 'are not the same'],
    ['de', { display_name: 'x'.repeat(201) }, 'display_name', 'höchstens 200 Zeichen'],
  ])('translates the rules of v1: %s', async (language, wrong, field, sentence) => {
    const good = {
      display_name: 'Ana',
      email: 'ana@example.com',
      password,
      password_confirm: password,
    }
    const answer = await newJar(language).post('/sign-up', { ...good, language, ...wrong })
    expect(answer.text).toMatch(new RegExp(`id="${field}-problem">[^<]*${sentence}`))
  })

  it('says that there is an account with the address', async () => {
    const { email } = await person()
    const form = {
      display_name: 'Ana',
      email,
      password,
      password_confirm: password,
      language: 'en',
    }
    const answer = await newJar().post('/sign-up', form)
    expect(answer.text).toContain('There is an account with this address already.')
  })
})

describe('a forgotten password', () => {
  it('is replaced by the link of an email, which ends every session', async () => {
    const { email, jar: old } = await person()
    const jar = newJar()
    const sent = await jar.follow(await jar.post('/forgot-password', { email }))
    expect(sent.text).toContain('If there is an account with this address')
    const unknown = await jar.post('/forgot-password', { email: 'nobody@example.com' })
    expect(unknown.location).toBe('/forgot-password?done=sent')

    const { link } = await mailbox.next(email, 'setPassword')
    const { pathname, search } = new URL(link)
    expect(pathname).toBe('/reset-password')
    expect((await jar.get(pathname + search)).text).toContain('Choose a new password')
    const chosen = 'another Robot that 3ats bolts'
    const form = { password: chosen, password_confirm: chosen }
    const done = await jar.follow(await jar.post(pathname + search, form))
    expect(done.text).toContain('Your new password is set.')
    expect((await jar.post('/sign-in', { username: email, password: chosen })).status).toBe(303)
    await eventually(
      () => isSignedIn(old),
      (signedIn) => !signedIn,
    )
    expect(alertOf(await jar.post(pathname + search, form))).toContain('not valid any more')
  })
})

describe('the profile', () => {
  it('changes the name, the language, the zone and the emails', async () => {
    const { id, jar } = await person()
    const saved = await jar.post('/my/profile', {
      display_name: 'Robo Ana',
      language: 'es',
      timezone: 'europe/madrid',
      reminders: 'yes',
    })
    expect((await jar.follow(saved)).text).toContain('<html lang="es">')
    const { rows } = await sql(
      `SELECT display_name, language, timezone, mail_changes, mail_reminders, mail_digest
       FROM users WHERE id = $1`,
      [id],
    )
    expect(rows).toEqual([
      {
        display_name: 'Robo Ana',
        language: 'es',
        timezone: 'Europe/Madrid',
        mail_changes: false,
        mail_reminders: true,
        mail_digest: false,
      },
    ])
  })

  it('changes the password after the present one, and signs out the other devices', async () => {
    const { id, jar } = await person()
    const other = await signedInJar(platform, id)
    const chosen = 'another Robot that 3ats bolts'
    const form = { password: chosen, password_confirm: chosen }
    const wrong = await jar.post('/my/password', { ...form, current_password: 'wrong' })
    expect(wrong.text).toContain('id="current_password-problem">This is not your password.')
    const done = await jar.post('/my/password', { ...form, current_password: password })
    expect((await jar.follow(done)).text).toContain('All other devices are signed out.')
    expect(await isSignedIn(other)).toBe(false)
  })

  it('changes the address after the password, and sends a link to the new one', async () => {
    const { id, jar } = await person()
    const email = `moved-${id}@example.com`
    await jar.post('/my/email', { email, current_password: 'wrong' })
    await jar.post('/my/email', { email, current_password: password })
    expect((await mailbox.next(email, 'confirmEmail')).link).toContain('/confirm-email?token=')
    await jar.post('/my/email', { do: 'confirm' })
    await mailbox.next(email, 'confirmEmail', 2)
  })

  it('makes a secret calendar, and another one that ends the first', async () => {
    const { jar } = await person()
    const made = async () =>
      /value="([^"]*calendars[^"]*)"/.exec(
        (await jar.post('/my/calendar', { do: 'make' })).text,
      )![1]!
    const first = await made()
    const second = await made()
    const statuses = await Promise.all(
      [first, second].map(async (url) => (await fetch(url)).status),
    )
    expect(statuses).toEqual([404, 200])
    await jar.post('/my/calendar', { do: 'end' })
    expect((await fetch(second)).status).toBe(404)
  })

  it('gives all data away as a file, without a secret in it', async () => {
    const { id, email, jar } = await person()
    const event = await createEvent(platform.payload)
    await jar.post(`/events/${event.id}/register`, { do: 'register' })
    const { headers, text } = await jar.get('/my/data.json')
    expect(headers.get('content-disposition')).toBe('attachment; filename="my-data.json"')
    expect(JSON.parse(text)).toMatchObject({
      profile: { id, email, role: 'attendee' },
      registrations: [{ event: event.id, event_title: 'Bolt Bowl', state: 'confirmed', seats: 1 }],
      sessions: [{ kind: 'web' }, { kind: 'panel' }],
    })
    expect(text).not.toMatch(/hash|salt|argon2|secret/)
  })

  it('deletes the account after the password', async () => {
    const { id, jar } = await person()
    const wrong = await jar.post('/my/delete', { current_password: 'wrong' })
    expect(wrong.status).toBe(400)
    const done = await jar.follow(await jar.post('/my/delete', { current_password: password }))
    expect(done.text).toContain('Your account is deleted.')
    expect((await sql('SELECT 1 FROM users WHERE id = $1', [id])).rows).toEqual([])
  })
})

describe('the pages of a person', () => {
  const paths = [
    '/my/events',
    '/my/profile',
    '/my/password',
    '/my/email',
    '/my/calendar',
    '/my/devices',
    '/my/delete',
  ]

  it.each([...paths, '/sign-in', '/sign-up', '/forgot-password'])(
    'are stored by no cache: %s',
    async (path) => {
      const { headers } = await (await person()).jar.get(path)
      expect(headers.get('cache-control')).toBe('private, no-store')
    },
  )

  it.each([...paths, '/my/data.json', '/events/1/register'])(
    'ask for a sign-in first: %s',
    async (path) => {
      const { location, status } = await newJar().get(path)
      expect([status, location]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`])
    },
  )

  it('are not reached by a form that is too large', async () => {
    const answer = await newJar().post('/sign-in', { username: 'x'.repeat(20_000) })
    expect(answer.status).toBe(413)
  })

  it('have the limit of claims of v1', async () => {
    const { id } = await createEvent(platform.payload)
    const { jar } = await person()
    const send = () => jar.post(`/events/${id}/register`, { do: 'hold' })
    const answers = [await send(), await send(), await send(), await send()]
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 429])
  })
})

it('returns to pages of events and of the person alone', () => {
  expect(['/my/events?list=past', '/events', '/mystery', ''].map(returnPath)).toEqual([
    '/my/events?list=past',
    '/events',
    undefined,
    undefined,
  ])
})
