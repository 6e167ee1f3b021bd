import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event, Media, User } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { createUser, signIn } from '../factories/users.ts'
import { type CallerByKind, newCallerOfEachKind } from '../support/callerKinds.ts'
import { type ApiResponse, type Client, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { eventually } from '../support/eventually.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/**
 * Zelda is all over the season: she owns an event and its image, saved the organiser's event, and
 * holds a place there. No attendee may learn more of her than that she has a number.
 */

let platform: TestPlatform
let callers: CallerByKind
let zelda: User
let zeldaClient: Client
let event: Event
let image: Media
let secrets: { hash: string; salt: string; resetToken: string; session: string }

/** Attendees, each with another reason to meet Zelda. */
const strangers = ['anonymous', 'stranger', 'organiser'] as const

async function readSecrets() {
  const { rows } = await poolOf(platform.payload).query<typeof secrets>(
    `SELECT hash, salt, reset_password_token AS "resetToken", users_sessions.id AS session
     FROM users JOIN users_sessions ON _parent_id = users.id WHERE users.id = $1`,
    [zelda.id],
  )
  return rows[0]!
}

beforeAll(async () => {
  platform = await startTestPlatform()
  callers = await newCallerOfEachKind(platform)
  const { payload, url } = platform
  zelda = await createUser(payload, 'staff', {
    username: 'zelda',
    email: 'zelda@hyrule.example',
    displayName: 'Princess',
    timezone: 'Asia/Tokyo',
  })
  zeldaClient = clientOf(url, await signIn(payload, zelda))
  await callers.anonymous.client.post('/api/users/forgot-password', { email: zelda.email })
  // Only accounts from before have a salt next to the hash.
  await poolOf(payload).query(
    `UPDATE users SET login_attempts = 3, salt = 'of the old form' WHERE id = $1`,
    [zelda.id],
  )
  // The link for a new password is made after the answer.
  secrets = await eventually(readSecrets, ({ resetToken }) => resetToken !== null)

  image = await createImage(payload, zelda.id)
  event = await createEvent(payload, { createdBy: zelda.id, coverImage: image.id })
  const theirs = await createEvent(payload, {
    createdBy: callers.organiser.id,
    coverImage: image.id,
  })
  await zeldaClient.patch(`/api/events/${event.id}`, { title: 'Saved by Zelda' })
  await zeldaClient.patch(`/api/events/${theirs.id}`, { title: 'Saved by Zelda' })
  await zeldaClient.post('/api/registrations', { event: theirs.id })
  await zeldaClient.delete(`/api/events/${theirs.id}/register`)
  await zeldaClient.post('/api/registrations', { event: theirs.id })
  await callers.stranger.client.post('/api/registrations', { event: event.id })
})
afterAll(() => platform.stop())

const internals = () => [secrets.hash, secrets.salt, secrets.resetToken, secrets.session]

const graphql = `{
  Events { docs { createdBy { email username sessions { id } } coverImage { createdBy { email } } } }
  allMedia { docs { createdBy { email username } } }
  Registrations { docs { event { createdBy { email } } cancelledBy { email } } }
  versionsEvents { docs { version { createdBy { email } updatedBy { email } } } }
  Users { docs { email username sessions { id createdAt } } }
}`

describe('no answer shows', () => {
  const depths = [0, 1, 2, 3, 4, 9]
  const paths = () => [
    ...depths.flatMap((depth) => [
      `/api/events?depth=${depth}`,
      `/api/events/${event.id}?depth=${depth}`,
      `/api/media?depth=${depth}`,
      `/api/registrations?depth=${depth}`,
      `/api/events/versions?depth=${depth}`,
      `/api/users?depth=${depth}`,
      `/api/payload-preferences?depth=${depth}`,
      `/api/payload-locked-documents?depth=${depth}`,
    ]),
    '/api/events?depth=2&populate[users][email]=true&populate[users][sessions]=true',
    '/api/events?depth=2&select[createdBy]=true&select[updatedBy]=true',
    '/api/events?depth=2&showHiddenFields=true&overrideAccess=true&draft=true&trash=true',
    `/api/users/${zelda.id}`,
    '/api/users/me',
    '/api/users/init',
    '/api/access',
    '/api/v1/events/',
    `/api/v1/events/${event.id}/`,
    '/api/events/',
  ]

  it.each(strangers)('%s who Zelda is', async (caller) => {
    const { client } = callers[caller]
    const told = ['zelda', 'hyrule', 'Asia/Tokyo', ...internals()]

    const answers: ApiResponse[] = [await client.graphql(graphql)]
    for (const path of paths()) answers.push(await client.get(path))
    answers.push(await client.post(`/api/users/access/${zelda.id}`))

    for (const { body } of answers) {
      const text = JSON.stringify(body)
      expect(told.filter((secret) => text.includes(secret))).toEqual([])
    }
  })

  it.each(['Zelda', 'staff', 'admin'])('%s what her sign-in stands on', async (caller) => {
    const client = caller === 'Zelda' ? zeldaClient : callers[caller as 'staff' | 'admin'].client
    const told = [...internals(), '"loginAttempts":3', '"resetPasswordExpiration":"']

    const answers: ApiResponse[] = [await client.graphql(graphql)]
    for (const path of paths()) answers.push(await client.get(path))
    answers.push(await client.patch(`/api/users/${zelda.id}`, { displayName: 'Princess' }))

    const texts = answers.map(({ body }) => JSON.stringify(body))
    expect(texts.filter((text) => text.includes(zelda.email)).length).toBeGreaterThan(10)
    for (const text of texts) {
      expect(told.filter((secret) => text.includes(secret))).toEqual([])
    }
  })
})

it.each(['REST', 'the register endpoint'])(
  'an email as a username is no name over %s',
  async (surface) => {
    const { payload, url } = platform
    const email = `link-${surface.length}@hyrule.example`
    const link = await createUser(payload, 'attendee', { username: email, email })
    const theirs = await createEvent(payload, { createdBy: callers.organiser.id })
    const client = clientOf(url, await signIn(payload, link))

    await (surface === 'REST'
      ? client.post('/api/registrations', { event: theirs.id })
      : client.post(`/api/events/${theirs.id}/register`))

    const { body } = await callers.organiser.client.get(
      `/api/registrations?where[event][equals]=${theirs.id}&depth=0`,
    )
    expect(body.docs).toMatchObject([{ attendeeName: `link-${surface.length}` }])
  },
)

/** Where a list leads to a user. */
const ways = [
  ['events', 'createdBy'],
  ['events', 'updatedBy'],
  ['events', 'coverImage.createdBy'],
  ['media', 'createdBy'],
  ['registrations', 'user'],
  ['registrations', 'cancelledBy'],
  ['registrations', 'event.createdBy'],
  ['registrations', 'event.updatedBy'],
  ['registrations', 'event.coverImage.createdBy'],
  ['events/versions', 'version.createdBy'],
  ['events/versions', 'version.updatedBy'],
  ['events/versions', 'version.coverImage.createdBy'],
  ['events/versions', 'parent.createdBy'],
  ['events/versions', 'parent.coverImage.createdBy'],
] as const

/** Where it is a user, or leads to one in a way that Payload follows for no filter. */
const otherWays = [
  ['users', ''],
  ['payload-preferences', 'user'],
  ['payload-preferences', 'user.value'],
  ['payload-locked-documents', 'user'],
  ['payload-locked-documents', 'user.value'],
] as const

const join = (...segments: string[]) => segments.filter(Boolean).join('.')

describe('no filter tells a good guess about Zelda from a bad one', () => {
  /** Each with what is true of Zelda alone. */
  const guesses = (): [field: string, operator: string, good: string, bad: string][] => [
    ['email', 'like', 'zelda', 'ganon'],
    ['sessions.id', 'like', secrets.session.slice(0, 8), 'ganon'],
  ]
  const moreGuesses = (): ReturnType<typeof guesses> => [
    ['username', 'like', 'zel', 'gan'],
    ['displayName', 'equals', 'Princess', 'Prince'],
    ['hash', 'like', secrets.hash.slice(0, 30), 'ganon'],
    ['role', 'equals', 'staff', 'admin'],
    ['timezone', 'in', 'Asia/Tokyo', 'Asia/Seoul'],
    ['createdAt', 'equals', zelda.createdAt, '2001-01-01'],
    ['resetPasswordToken', 'like', secrets.resetToken.slice(0, 8), 'ganon'],
    ['loginAttempts', 'greater_than', '2', '4'],
  ]

  /** What there is to see of the answer to a filter, wherever it is asked. */
  async function seen(client: Client, slug: string, filter: string) {
    const sent = [client.get(`/api/${slug}?depth=0&${filter}`)]
    if (!slug.includes('/')) {
      sent.push(client.get(`/api/${slug}/count?${filter}`))
      if (slug !== 'users') sent.push(client.patch(`/api/${slug}?${filter}`, {}))
    }
    const answers = await Promise.all(sent)
    return answers.map(({ status, body }) => [status, body.totalDocs, body.docs?.length])
  }

  async function expectSilence(slug: string, way: string, tried: ReturnType<typeof guesses>) {
    for (const caller of ['anonymous', 'organiser'] as const) {
      for (const [field, operator, good, bad] of tried) {
        const filter = (guess: string) =>
          `where[or][0][${join(way, field)}][${operator}]=${encodeURIComponent(guess)}`
        const told = await seen(callers[caller].client, slug, filter(good))
        const untold = await seen(callers[caller].client, slug, filter(bad))

        expect([caller, field, told]).toEqual([caller, field, untold])
      }
    }
  }

  it.each([...ways, ...otherWays])('%s by %s', (slug, way) => expectSilence(slug, way, guesses()))

  it('about anything else', () => expectSilence('events', 'createdBy', moreGuesses()))

  it('in no operator and no way of writing it', async () => {
    const { client } = callers.organiser
    const operators = ['equals', 'not_equals', 'like', 'not_like', 'contains', 'in', 'not_in']
    const forms = (operator: string, guess: string) => [
      `where[createdBy.email][${operator}]=${guess}`,
      `where[createdBy__email][${operator}]=${guess}`,
      `where[createdBy][email][${operator}]=${guess}`,
      `where[and][0][or][0][createdBy.email][${operator}]=${guess}`,
      `where[createdBy.email.email][${operator}]=${guess}`,
    ]

    for (const operator of operators) {
      const good = forms(operator, 'zelda@hyrule.example')
      const bad = forms(operator, 'ganon@hyrule.example')
      for (const [at, filter] of good.entries()) {
        expect(await seen(client, 'events', filter)).toEqual(await seen(client, 'events', bad[at]!))
      }
    }
  })
})

describe('no order tells how users compare', () => {
  it.each(ways)('%s by %s', async (slug, way) => {
    const answers: [string, number][] = []
    for (const caller of ['anonymous', 'organiser', 'staff'] as const) {
      for (const field of ['email', 'displayName', 'hash', 'createdAt']) {
        const path = join(way, field)
        const { status } = await callers[caller].client.get(`/api/${slug}?sort=-${path}`)
        answers.push([`${caller} by ${path}`, status])
      }
    }

    expect(answers.filter(([, status]) => status < 400)).toEqual([])
  })

  it('over GraphQL either, or among other fields', async () => {
    const { client } = callers.stranger
    const query = 'query ($sort: String) { Events(sort: $sort) { docs { id } } }'

    const answers = [
      await client.graphql(query, { sort: 'createdBy__hash' }),
      await client.graphql(query, { sort: '-createdBy.email' }),
    ]
    const versions = await callers.organiser.client.graphql(
      '{ versionsEvents(sort: "version.createdBy.email") { totalDocs } }',
    )
    const mixed = await client.get('/api/events?sort=title,-createdBy.hash')
    const own = await client.get('/api/events?sort=-coordinates.latitude,title')

    for (const { body } of [...answers, versions]) {
      expect(body.errors[0].extensions.statusCode).toBe(400)
    }
    expect(mixed.status).toBe(400)
    expect(own.status).toBe(200)
  })
})
