import { postgresAdapter } from '@payloadcms/db-postgres'
import { sql } from '@payloadcms/db-postgres/drizzle'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'

import { connectionOf, poolOf } from '../../src/database/connection.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Client

/** Titles on which the commit of a change fails, and how. */
const refused = 'Refused at the commit'
const cutOff = 'Cut off at the commit'

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
  // Deferred: it runs within COMMIT, when every statement of the change has already succeeded.
  await poolOf(platform.payload).execute(
    sql.raw(`
      CREATE FUNCTION fail_commit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.title = '${cutOff}' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        IF NEW.title = '${refused}' THEN RAISE EXCEPTION 'refused'; END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER fail_commit AFTER INSERT OR UPDATE ON events
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_commit();`),
  )
})

afterAll(() => platform.stop())

const titled = async (title: string) => {
  const { body } = await staff.get(`/api/events?where[title][equals]=${encodeURIComponent(title)}`)
  return body.totalDocs
}

describe.each([
  [refused, 500],
  [cutOff, 503],
])('a change that is %s', (title, status) => {
  it('is not acknowledged when it creates', async () => {
    const answer = await staff.post('/api/events', eventData({ title }))

    expect(answer.status).toBe(status)
    expect(answer.body.doc).toBeUndefined()
    expect(await titled(title)).toBe(0)
  })

  it('is not acknowledged when it updates', async () => {
    const event = await createEvent(platform.payload)

    const answer = await staff.patch(`/api/events/${event.id}`, { title })

    expect(answer.status).toBe(status)
    expect((await staff.get(`/api/events/${event.id}`)).body.title).toBe(event.title)
  })

  it('is an error over GraphQL', async () => {
    const create = 'mutation ($data: mutationEventInput!) { createEvent(data: $data) { id } }'

    const { body } = await staff.graphql(create, { data: eventData({ title }) })

    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].extensions.statusCode).toBe(status)
    expect(body.data).toEqual({ createEvent: null })
    expect(await titled(title)).toBe(0)
  })
})

describe('an error that is swallowed inside a transaction', () => {
  const hooks = () => platform.payload.collections.events.config.hooks.afterChange

  afterEach(() => void hooks().pop())

  it('fails the change, whose COMMIT PostgreSQL would answer with a silent rollback', async () => {
    hooks().push(async ({ req }) => {
      const connection = await connectionOf(req)
      await connection.execute(sql`SELECT 1 / 0`).catch(() => undefined)
    })

    const answer = await staff.post('/api/events', eventData({ title: 'Swallowed' }))

    expect(answer.status).toBe(500)
    expect(await titled('Swallowed')).toBe(0)
  })
})

describe("with the adapter's own transactions", () => {
  it('these tests see the lost change acknowledged', async () => {
    const { payload } = platform
    const { beginTransaction, commitTransaction } = payload.db
    const theirs = postgresAdapter({ pool: {} }).init({ payload })
    Object.assign(payload.db, {
      beginTransaction: theirs.beginTransaction,
      commitTransaction: theirs.commitTransaction,
    })

    const answer = await staff.post('/api/events', eventData({ title: refused }))
    Object.assign(payload.db, { beginTransaction, commitTransaction })

    expect(answer.status).toBe(201)
    expect(await titled(refused)).toBe(0)
  })
})
