import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql'

import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let admin: Client
let attendee: Client
let attendeeId: number
let eventId: number
let schema: IntrospectionQuery['__schema']

const ask = async (client: Client, query: string, variables?: Record<string, unknown>) => {
  const { status, body } = await client.graphql(query, variables)
  return { status, data: body.data, errors: body.errors ?? [] }
}

const typeOf = (name: string) => {
  const type = schema.types.find((each) => each.name === name)
  // JSON has both for each type, and null for the one that it does not have.
  const { fields, inputFields } = (type ?? {}) as Record<string, { name: string }[] | null>
  return (fields ?? inputFields ?? []).map((field) => field.name)
}

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off', GRAPHQL_INTROSPECTION: 'on' })
  anyone = appOf(platform.url)
  admin = (await signedInApp(platform, 'admin')).app
  const signedIn = await signedInApp(platform)
  attendee = signedIn.app
  attendeeId = signedIn.id
  eventId = (await createEvent(platform.payload)).id
  const { body } = await anyone.graphql(getIntrospectionQuery())
  schema = body.data.__schema
})

afterAll(() => platform.stop())

describe('the schema', () => {
  it('has no secrets and nothing of the key-value store', () => {
    const names = schema.types.flatMap((type) => [type.name, ...typeOf(type.name)])

    expect(names).not.toContain('hash')
    expect(names).not.toContain('salt')
    expect(names).not.toContain('resetPasswordToken')
    expect(names.filter((name) => /PayloadKv|payload_kv|User_sessions|_salt/i.test(name))).toEqual(
      [],
    )
    expect(typeOf('Mutation')).not.toContain('verifyEmailUser')
  })

  it('offers no filter by what is computed', () => {
    for (const filter of ['Event_where', 'Event_where_and', 'versionsEvent_where']) {
      const names = typeOf(filter).map((name) => name.replace('version__', ''))
      expect(names).toContain('startDate')
      for (const computed of ['isUpcoming', 'registeredCount', 'seatsLeft', 'waitlistCount']) {
        expect(names).not.toContain(computed)
      }
    }
    expect(typeOf('Event')).toContain('isUpcoming')
  })
})

describe('permissions', () => {
  const all = '{ permission where }'
  const query = `query ($id: Int!) {
    Access { canAccessAdmin
      events { create ${all} read ${all} delete ${all} fields { title { read { permission } update { permission } } } } }
    docAccessEvent(id: $id) { update ${all} fields { title { update { permission } } } }
    docAccessUser(id: 1) { unlock ${all} }
  }`
  const allowed = { permission: true, where: null }
  const refused = { permission: false, where: null }

  it('are all of an admin', async () => {
    const { data, errors } = await ask(admin, query, { id: eventId })

    expect(errors).toEqual([])
    expect(data.Access).toMatchObject({
      canAccessAdmin: true,
      events: { create: allowed, delete: allowed },
    })
    expect(data.Access.events.fields.title.update.permission).toBe(true)
    expect(data.docAccessEvent).toMatchObject({ update: allowed })
  })

  it('are few of a stranger, who may read', async () => {
    const { data, errors } = await ask(anyone, query, { id: eventId })

    expect(errors).toEqual([expect.objectContaining({ path: ['docAccessUser'] })])
    expect(data.Access).toMatchObject({
      canAccessAdmin: false,
      events: { create: refused, read: { permission: true }, delete: refused },
    })
    expect(data.docAccessEvent).toMatchObject({ update: refused })
  })
})

describe('a mutation', () => {
  it('registers without the fields that have a default', async () => {
    const { data, errors } = await ask(
      attendee,
      `mutation ($event: Int!) { createRegistration(data: { event: $event }) { id seats state } }`,
      { event: eventId },
    )

    expect(errors).toEqual([])
    expect(data.createRegistration).toMatchObject({ seats: 1, state: 'confirmed' })
  })

  it('makes an event without the fields that have a default', async () => {
    const { data, errors } = await ask(
      attendee,
      `mutation { createEvent(data: { title: "Small", description: "d", location: "l",
         startDate: "2031-05-03T10:00:00Z", endDate: "2031-05-03T11:00:00Z", maxParticipants: 3 })
         { id status maxPartySize } }`,
    )

    expect(errors).toEqual([])
    expect(data.createEvent).toMatchObject({ status: 'draft' })
  })

  it.each([
    ['the email', 'email'],
    ['the user name', 'username'],
  ])('finds an account by %s alone', async (_name, key) => {
    const user = await platform.payload.findByID({
      collection: 'users',
      id: attendeeId,
      overrideAccess: true,
    })
    const value = JSON.stringify(user[key as 'email'])

    expect(await ask(admin, `mutation { unlockUser(${key}: ${value}) }`)).toMatchObject({
      data: { unlockUser: true },
      errors: [],
    })
    expect(await ask(anyone, `mutation { forgotPasswordUser(${key}: ${value}) }`)).toMatchObject({
      data: { forgotPasswordUser: true },
      errors: [],
    })
    const signIn = `mutation { loginUser(${key}: ${value}, password: "wrong") { token } }`
    expect((await ask(anyone, signIn)).errors[0].extensions.statusCode).toBe(401)
  })
})

describe('the registrations of an event', () => {
  const query = `query ($id: Int!) {
    Event(id: $id) { registrations(limit: 5, where: { state: { equals: confirmed } }, sort: "-createdAt")
      { totalDocs docs { seats user { id } } } }
  }`

  it('are read by those who may', async () => {
    const { data, errors } = await ask(admin, query, { id: eventId })

    expect(errors).toEqual([])
    expect(data.Event.registrations).toMatchObject({ totalDocs: 1, docs: [{ seats: 1 }] })
    const own = await ask(attendee, query, { id: eventId })
    expect(own.data.Event.registrations.docs).toEqual([{ seats: 1, user: { id: attendeeId } }])
  })

  it('are those of the event alone', async () => {
    const { id } = await createEvent(platform.payload)

    const { data } = await ask(admin, query, { id })

    expect(data.Event.registrations).toEqual({ totalDocs: 0, docs: [] })
  })

  it('are refused to a stranger', async () => {
    const { data, errors } = await ask(anyone, query, { id: eventId })

    expect([data.Event.registrations, errors[0].extensions.statusCode]).toEqual([null, 403])
  })
})

describe('a mistake is no fault of the server', () => {
  interface Ref {
    kind: string
    name?: string
    ofType?: Ref
  }
  const nameOf = ({ name, ofType }: Ref): string => name ?? nameOf(ofType!)
  const isRequired = ({ kind }: Ref) => kind === 'NON_NULL'

  /** The smallest value of a type, as a literal. */
  const literal = (type: Ref): string => {
    const found = schema.types.find(({ name }) => name === nameOf(type))!
    if (found.kind === 'ENUM') return found.enumValues[0]!.name
    if (found.kind === 'INPUT_OBJECT') {
      const inputs = found.inputFields.filter((each) => isRequired(each.type as Ref))
      return `{ ${inputs.map((each) => `${each.name}: ${literal(each.type as Ref)}`).join(' ')} }`
    }
    return { Int: '999999', Float: '1', Boolean: 'true' }[found.name] ?? '"x"'
  }

  /** Each field of a root type, with the arguments that it demands, or with all but `where`. */
  const calls = (root: string, isFull: boolean) => {
    const type = schema.types.find(({ name }) => name === root)!
    const fields = 'fields' in type ? type.fields : []
    return fields.map(({ name, args, type: result }) => {
      const wanted = args.filter(
        (arg) => isRequired(arg.type as Ref) || (isFull && arg.name !== 'where'),
      )
      const list = wanted.map((arg) => `${arg.name}: ${literal(arg.type as Ref)}`).join(', ')
      const isObject =
        schema.types.find((each) => each.name === nameOf(result as Ref))?.kind === 'OBJECT'
      return `${name}${list && `(${list})`}${isObject ? ' { __typename }' : ''}`
    })
  }

  it.each(['anyone', 'attendee', 'admin'] as const)('of %s in any field', async (who) => {
    // Signs itself out, so it comes last.
    const signedIn = { anyone, attendee, admin }[who]
    const faults: unknown[] = []
    const all = [true, false].flatMap((isFull) => [
      ...calls('Query', isFull).map((call) => `query { ${call} }`),
      ...calls('Mutation', isFull).map((call) => `mutation { ${call} }`),
    ])
    for (const query of all.filter((each) => !each.includes('logoutUser'))) {
      const { status, errors } = await ask(signedIn, query)
      if (status >= 500) faults.push([query, status])
      for (const error of errors) {
        const { statusCode = 400 } = error.extensions ?? {}
        if (statusCode >= 500) faults.push([query, error.message])
      }
    }

    expect(all.length).toBeGreaterThan(100)
    expect(faults).toEqual([])
  })

  it.each([
    ['the wrong type', { id: 'x' }],
    ['nothing', {}],
    ['too large a number', { id: 2 ** 31 }],
    ['a list', { id: [[1]] }],
  ])('of a variable with %s', async (_name, variables) => {
    const { status, data, errors } = await ask(
      anyone,
      'query ($id: Int!) { Event(id: $id) { id } }',
      variables,
    )

    expect([status, data, errors.length]).toEqual([400, undefined, 1])
  })
})

describe('the clients', () => {
  const query = 'query Names { Events { docs { id } } }'
  const accepted = async (accept: string, body: object) =>
    anyone.post('/api/graphql', body, { headers: { Accept: accept } })

  it.each([
    ['Apollo', 'application/graphql-response+json,application/json;q=0.9'],
    [
      'urql',
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    ],
    ['graphql-request', 'application/graphql-response+json, application/json'],
    ['Relay', '*/*'],
  ])('%s is answered in a type that it reads', async (_name, accept) => {
    const body = { query, operationName: 'Names', variables: null, extensions: {} }

    const response = await accepted(accept, body)

    expect(response.status).toBe(200)
    expect(response.body.data.Events.docs).not.toHaveLength(0)
    expect(response.headers.get('content-type')).toMatch(/json/)
  })

  it('of Apollo hear that persisted queries are not kept', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a' } }

    const { status, body } = await anyone.post('/api/graphql', { extensions, variables: {} })

    expect([status, body.errors[0].message]).toEqual([200, 'PersistedQueryNotSupported'])
  })

  it('that begin with GET are told what to do', async () => {
    const { status, headers, body } = await anyone.get(`/api/graphql?query=${query}`)

    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    expect(body.errors[0].message).toMatch(/POST.*preferGetMethod/s)
  })

  it('may send fragments, several operations and defaults of variables', async () => {
    const document = `
      query Other { countEvents { totalDocs } }
      query Page($limit: Int = 1, $where: Event_where, $withCover: Boolean = false) {
        page: Events(limit: $limit, where: $where) { docs { __typename ...card } totalDocs } }
      fragment card on Event { id ...times coverImage @include(if: $withCover) { url } }
      fragment times on Event { startDate endDate }`

    const { body } = await anyone.post('/api/graphql', { query: document, operationName: 'Page' })

    expect(body.errors).toBeUndefined()
    expect(body.data.page.docs[0]).toMatchObject({ __typename: 'Event', id: expect.any(Number) })
  })
})
