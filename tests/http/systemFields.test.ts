import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { CollectionSlug, FlattenedField } from 'payload'

import { EventSchema, NewEventSchema } from '../../src/features/events/schemas.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { password } from '../factories/users.ts'
import {
  type CallerByKind,
  type CallerKind,
  newCallerOfEachKind,
  newCallerOfKind,
} from '../support/callerKinds.ts'
import type { Person } from '../support/callers.ts'
import { type Call, graphqlSurface, restSurface } from '../support/surfaces.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let callers: CallerByKind

beforeAll(async () => {
  platform = await startTestPlatform()
  callers = await newCallerOfEachKind(platform)
})
afterAll(() => platform.stop())

type Values = Record<string, unknown>

interface Collection {
  slug: CollectionSlug
  names: { one: string; many: string }
  operations: readonly string[]
  callers: readonly CallerKind[]
  /** Something that the caller may change, and who they are when they are none of the callers. */
  make: (caller: CallerKind) => Promise<{ id: number; person: Person }>
  /** What a creation needs in addition to the forged values. */
  create?: (caller: Person) => object | Promise<object>
  /** Values for all the fields that somebody may not write. `text` is new each time. */
  forged: (text: string, caller: CallerKind) => Values
  /** The fields of those that this caller writes by right. */
  writes: (caller: CallerKind, operation: string) => string[]
}

const past = '2001-02-03T04:05:06.000Z'
const aMinuteAgo = new Date(Date.now() - 60_000).toISOString()
const isStaff = (caller: CallerKind) => caller === 'staff' || caller === 'admin'

const events: Collection = {
  slug: 'events',
  names: { one: 'Event', many: 'Events' },
  operations: ['create', 'update', 'bulk update', 'duplicate'],
  callers: ['owner', 'staff', 'admin'],
  make: async (caller) => {
    const person = callers[caller]
    return { id: (await createEvent(platform.payload, { createdBy: person.id })).id, person }
  },
  create: () => eventData(),
  forged: (text) => ({
    createdBy: callers.stranger.id,
    updatedBy: callers.stranger.id,
    registeredCount: 7,
    seatsLeft: 77,
    waitlistCount: 7,
    isUpcoming: false,
    externalSource: text,
    externalId: text,
    createdAt: past,
    updatedAt: past,
    id: 777_777,
  }),
  writes: (caller) => {
    if (!isStaff(caller)) return []
    return ['createdBy', 'externalSource', 'externalId']
  },
}

const registrations: Collection = {
  slug: 'registrations',
  names: { one: 'Registration', many: 'Registrations' },
  operations: ['create', 'update', 'bulk update'],
  callers: ['owner', 'organiser', 'staff', 'admin'],
  make: async (caller) => {
    const event = await createEvent(platform.payload, {
      createdBy: callers.organiser.id,
      maxPartySize: 3,
    })
    const { id } = await platform.payload.create({
      collection: 'registrations',
      data: { event: event.id, user: callers.owner.id } as never,
      overrideAccess: true,
    })
    return { id, person: callers[caller] }
  },
  create: async () => {
    const event = await createEvent(platform.payload, { maxPartySize: 3 })
    return { event: event.id, state: 'waitlisted', seats: 1 }
  },
  forged: (text) => ({
    event: 1,
    user: callers.stranger.id,
    seats: 3,
    waitlistPosition: 7,
    checkedInAt: aMinuteAgo,
    cancelReason: text,
    attendeeName: text,
    ticketCode: text,
    registeredAt: past,
    cancelledAt: past,
    cancelledBy: callers.stranger.id,
    createdAt: past,
    updatedAt: past,
    id: 777_777,
  }),
  writes: (caller, operation) => {
    if (operation === 'create') return isStaff(caller) ? ['user'] : []
    return caller === 'owner' ? ['seats'] : ['seats', 'checkedInAt', 'cancelReason']
  },
}

let made = 0

const users: Collection = {
  slug: 'users',
  names: { one: 'User', many: 'Users' },
  operations: ['create', 'update', 'bulk update'],
  callers: ['anonymous', 'owner', 'staff', 'admin'],
  make: async (caller) => {
    const person = await newCallerOfKind(platform, caller)
    // Admins cannot suspend themselves.
    const changed = caller === 'admin' ? await newCallerOfKind(platform, 'owner') : person
    return { id: changed.id, person }
  },
  create: () => {
    const username = `account-${(made += 1)}`
    return { username, email: `${username}@example.com`, password, timezone: 'UTC' }
  },
  forged: (text, caller) => ({
    role: caller === 'staff' ? 'admin' : 'staff',
    suspended: true,
    hash: text,
    salt: text,
    resetPasswordToken: text,
    resetPasswordExpiration: past,
    resetPasswordRequestedAt: past,
    sessions: [{ id: text, createdAt: past, expiresAt: '2099-01-01T00:00:00.000Z' }],
    loginAttempts: 7,
    lockUntil: past,
    emailConfirmedAt: past,
    mail: { failingSince: past, failure: text },
    createdAt: past,
    updatedAt: past,
    id: 777_777,
  }),
  writes: (caller) => (caller === 'admin' ? ['role', 'suspended'] : []),
}

const media: Collection = {
  slug: 'media',
  names: { one: 'Media', many: 'allMedia' },
  operations: ['update', 'bulk update'],
  callers: ['owner', 'staff', 'admin'],
  make: async (caller) => ({
    id: (await createImage(platform.payload, callers.owner.id)).id,
    person: callers[caller],
  }),
  forged: (text) => ({
    createdBy: callers.stranger.id,
    filename: `${text}.png`,
    mimeType: 'text/html',
    filesize: 7,
    width: 7,
    height: 7,
    url: text,
    thumbnailURL: text,
    prefix: text,
    sizes: { card: { filename: text, url: text } },
    createdAt: past,
    updatedAt: past,
    id: 777_777,
  }),
  writes: () => [],
}

const surfaces = { REST: restSurface, GraphQL: graphqlSurface }
type Surface = keyof typeof surfaces

const cells = [events, registrations, users, media].flatMap((collection) =>
  (Object.keys(surfaces) as Surface[]).flatMap((surface) =>
    collection.operations
      .filter((operation) => operation in surfaces[surface](collection))
      .flatMap((operation) =>
        collection.callers
          .filter((caller) => caller !== 'anonymous' || operation === 'create')
          .map((caller) => [surface, operation, collection.slug, caller, collection] as const),
      ),
  ),
)

const isCreation = (operation: string) => operation === 'create' || operation === 'duplicate'

/** GraphQL refuses a whole mutation for one field that its schema has not. */
async function sendable(surface: Surface, operation: string, one: string, values: Values) {
  if (surface === 'REST') return values
  const type = `mutation${one}${isCreation(operation) ? '' : 'Update'}Input`
  const { body } = await callers.admin.client.graphql(
    `query ($type: String!) { __type(name: $type) { inputFields { name } } }`,
    { type },
  )
  const names = (body.data.__type.inputFields as { name: string }[]).map(({ name }) => name)
  return Object.fromEntries(Object.entries(values).filter(([field]) => names.includes(field)))
}

async function documents(slug: CollectionSlug): Promise<(Values & { id: number })[]> {
  const { docs } = await platform.payload.find({
    collection: slug,
    depth: 0,
    limit: 0,
    overrideAccess: true,
    showHiddenFields: true,
  })
  return docs as unknown as (Values & { id: number })[]
}

/** The document that the call makes or changes, as it is stored after it. */
async function touchedBy(
  slug: CollectionSlug,
  id: number | undefined,
  call: () => ReturnType<Call>,
) {
  const before = new Set((await documents(slug)).map((doc) => doc.id))
  const { raw, refused } = await call()
  expect([refused, raw.body]).toEqual([undefined, expect.anything()])
  const after = await documents(slug)
  return after.find((doc) => (id === undefined ? !before.has(doc.id) : doc.id === id))!
}

const holds = (stored: unknown, sent: unknown, text: string) =>
  JSON.stringify(stored) === JSON.stringify(sent) || JSON.stringify(stored ?? '').includes(text)

it.each(cells)(
  '%s: %s of %s writes for %s only what is theirs',
  async (surface, operation, slug, caller, collection) => {
    const { id, person } = await collection.make(caller)
    const text = `forged-${(made += 1)}`
    const forged = collection.forged(text, caller)
    const needed = isCreation(operation) ? await collection.create!(person) : {}
    const data = await sendable(surface, operation, collection.names.one, { ...forged, ...needed })
    const send = surfaces[surface](collection)[operation]!

    const stored = await touchedBy(slug, isCreation(operation) ? undefined : id, () =>
      send(person.client, { id }, data),
    )

    const written = Object.keys(forged).filter(
      (field) => field in data && !(field in needed) && holds(stored[field], forged[field], text),
    )
    expect(written).toEqual(collection.writes(caller, operation))
  },
)

it.each(['owner', 'organiser', 'staff', 'admin'] as const)(
  'a registration gets no other state from %s than cancelled',
  async (caller) => {
    const { id, person } = await registrations.make(caller)

    const answer = await person.client.patch(`/api/registrations/${id}`, { state: 'waitlisted' })

    expect(answer.status).toBe(400)
  },
)

it.each(['owner', 'staff', 'admin'] as const)(
  '%s writes what they want to be mailed, and not whether their address works',
  async (caller) => {
    const { id, person } = await users.make(caller)
    const mail = { digest: false, failingSince: past, failure: 'forged' }
    const change = { language: 'de', mail }

    const rest = await person.client.patch(`/api/users/${id}`, change)
    const graphql = await graphqlSurface(users).update!(person.client, { id }, change)

    expect([rest.status, graphql.refused]).toEqual([200, undefined])
    const stored = (await documents('users')).find((user) => user.id === id)
    expect(stored).toMatchObject({
      language: 'de',
      mail: { changes: true, reminders: true, digest: false, failingSince: null, failure: null },
    })
  },
)

it('an event says for its owner when attendees are reminded', async () => {
  const { id, person } = await events.make('owner')
  const change = { remindDayBefore: false, remindHourBefore: false }

  const { status } = await person.client.patch(`/api/events/${id}`, change)

  expect(status).toBe(200)
  expect((await documents('events')).find((event) => event.id === id)).toMatchObject(change)
})

describe('of an imported event', () => {
  const imported = async () => {
    const number = String((made += 1))
    const event = await createEvent(platform.payload, {
      createdBy: callers.owner.id,
      externalSource: 'frc',
      externalId: number,
    })
    return { id: event.id, number }
  }

  it('a restored version leaves the owner and the number as they are for the owner', async () => {
    const { id } = await imported()
    const renumbered = String((made += 1))
    await callers.staff.client.patch(`/api/events/${id}`, {
      title: 'Second',
      externalId: renumbered,
    })
    const { body } = await callers.owner.client.get(
      `/api/events/versions?where[parent][equals]=${id}&sort=createdAt&depth=0`,
    )

    const answer = await callers.owner.client.post(`/api/events/versions/${body.docs[0].id}`)

    expect(answer.status).toBe(200)
    const stored = (await documents('events')).find((event) => event.id === id)
    expect(stored).toMatchObject({
      title: eventData().title,
      createdBy: callers.owner.id,
      updatedBy: callers.owner.id,
      externalId: renumbered,
    })
  })

  it.each(['stranger', 'staff'] as const)(
    'a copy by %s is theirs, and not imported',
    async (who) => {
      const { id } = await imported()

      const { body } = await callers[who].client.post(`/api/events/${id}/duplicate?depth=0`, {})

      expect(body.doc).toMatchObject({
        createdBy: callers[who].id,
        externalSource: null,
        externalId: null,
      })
    },
  )
})

describe('the guide for apps', () => {
  const guide = readFileSync('docs/api.md', 'utf8')
  const section = /## What cannot be written\n([^]*?)\n## /.exec(guide)![1]!
  const rowOf = (name: string) =>
    section.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? ''

  /** The fields whose values a caller may send in vain. */
  const lockedFields = (fields: FlattenedField[], at = ''): string[] =>
    fields.flatMap((field) => {
      if ('hidden' in field && field.hidden) return []
      const name = `${at}${field.name}`
      const { access } = field as { access?: { create?: unknown; update?: unknown } }
      const isLocked =
        Boolean(access?.create ?? access?.update) || ('virtual' in field && field.virtual)
      if (isLocked) return [name]
      return field.type === 'group' ? lockedFields(field.flattenedFields, `${name}.`) : []
    })

  it.each(['events', 'registrations', 'users', 'media'] as const)(
    'lists every field of %s that is ignored for somebody',
    (slug) => {
      const { flattenedFields } = platform.payload.collections[slug].config
      const locked = lockedFields(flattenedFields)
      expect(locked.length).toBeGreaterThan(2)
      const rows = rowOf(slug) + rowOf('all')
      expect(locked.filter((name) => !rows.includes(`\`${name}\``))).toEqual([])
    },
  )

  it("lists every field of v1's event that its body does not have", () => {
    const written = Object.keys(NewEventSchema.shape)
    const ignored = Object.keys(EventSchema.shape).filter((name) => !written.includes(name))
    expect(ignored.filter((name) => !section.includes(`\`${name}\``))).toEqual([])
  })
})
