import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'

import { signedInApp } from '../support/callers.ts'
import type { Client } from '../support/client.ts'
import { expectRefusal, notFound } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Client
let attendee: Client

let path: string
let tag: string

const written = {
  title: 'Bolt Bowl',
  description: 'Robots carry bolts.',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 10,
  status: 'published',
}

beforeAll(async () => {
  platform = await startTestPlatform()
  owner = (await signedInApp(platform)).app
  attendee = (await signedInApp(platform)).app
})

afterAll(() => platform.stop())

beforeEach(async () => {
  const { headers, body } = await owner.post('events/', written)
  path = `events/${body.id}/`
  tag = headers.get('etag')!
})

const strong = /^"[\w-]+"$/
const changed = {
  detail: 'The event was changed since it was read.',
  code: 'precondition_failed',
}

const known = (value: string) => ({ headers: { 'If-None-Match': value } })
const unchanged = (value: string) => ({ headers: { 'If-Match': value } })

describe('ETag', () => {
  it('is strong, and the same for the same event on POST, GET, PUT and PATCH', async () => {
    expect(tag).toMatch(strong)
    expect((await attendee.get(path)).headers.get('etag')).toBe(tag)
    const changes = [() => owner.put(path, written), () => owner.patch(path, { title: 'New' })]
    for (const change of changes) {
      const { headers } = await change()
      expect(headers.get('etag')).toMatch(strong)
      expect((await attendee.get(path)).headers.get('etag')).toBe(headers.get('etag'))
    }
  })

  it('is another one after a change, and after a registration', async () => {
    const tags = new Set([tag])
    await owner.patch(path, { title: 'New' })
    tags.add((await owner.get(path)).headers.get('etag')!)
    await attendee.post(`${path}register/`)
    tags.add((await owner.get(path)).headers.get('etag')!)
    await attendee.delete(`${path}register/`)
    await owner.patch(path, {})
    tags.add((await owner.get(path)).headers.get('etag')!)

    expect(tags.size).toBe(4)
  })

  it('is another one for each event', async () => {
    expect((await owner.post('events/', written)).headers.get('etag')).not.toBe(tag)
  })
})

describe('If-None-Match', () => {
  it.each<[string, () => string]>([
    ['the tag', () => tag],
    ['the tag, weak', () => `W/${tag}`],
    ['a list that has it', () => `"another", ${tag}, W/"a third"`],
    ['a list without spaces', () => `"another",${tag}`],
    ['*', () => '*'],
  ])('%s: 304, no body, the tag', async (_name, value) => {
    const { status, headers, body } = await attendee.get(path, known(value()))

    expect([status, body]).toEqual([304, ''])
    expect(headers.get('etag')).toBe(tag)
    expect(headers.get('content-type')).toBeNull()
  })

  it.each<[string, () => string]>([
    ['another tag', () => '"another"'],
    ['a list of others', () => '"one", "two"'],
    ['the first half of the tag', () => `${tag.split('-')[0]}"`],
    ['the tag without its quotes', () => tag.slice(1, -1)],
    ['nothing', () => ''],
  ])('%s: 200, the event', async (_name, value) => {
    const { status, body } = await attendee.get(path, known(value()))

    expect([status, body.title]).toEqual([200, 'Bolt Bowl'])
  })

  it('after a change, or a registration: 200', async () => {
    await attendee.post(`${path}register/`)
    const { status, headers } = await attendee.get(path, known(tag))
    expect(status).toBe(200)
    await owner.patch(path, { title: 'New' })
    expect((await attendee.get(path, known(headers.get('etag')!))).status).toBe(200)
  })

  it('tells nobody of an event that they may not see', async () => {
    await owner.patch(path, { status: 'draft' })

    expectRefusal(await attendee.get(path, known('*')), 404, notFound)
  })
})

type Change = (headers: { headers: Record<string, string> }) => ReturnType<Client['get']>

const changes: [string, Change][] = [
  ['PUT', (sending) => owner.put(path, { ...written, title: 'New' }, sending)],
  ['PATCH', (sending) => owner.patch(path, { title: 'New' }, sending)],
  ['DELETE', (sending) => owner.delete(path, sending)],
]

describe.each(changes)('If-Match on %s', (_method, change) => {
  it.each<[string, () => string]>([
    ['the tag', () => tag],
    ['a list that has it', () => `"another", ${tag}`],
    ['*', () => '*'],
  ])('%s: it is done', async (_name, value) => {
    expect((await change(unchanged(value()))).status).toBeLessThan(300)
  })

  it.each<[string, () => string]>([
    ['another tag', () => '"another"'],
    ['the tag, weak', () => `W/${tag}`],
    ['a list of weak ones', () => `W/${tag}, W/"another"`],
    ['the tag without its quotes', () => tag.slice(1, -1)],
    ['the start of the tag', () => `${tag.slice(0, 8)}"`],
    ['nothing', () => ''],
  ])('%s: 412, and nothing is done', async (_name, value) => {
    expectRefusal(await change(unchanged(value())), 412, changed)
    expect((await owner.get(path)).body.title).toBe('Bolt Bowl')
  })

  it('the tag of before somebody else changed it: 412', async () => {
    await owner.patch(path, { location: 'Oslo' })

    expectRefusal(await change(unchanged(tag)), 412, changed)
    expect((await owner.get(path)).body).toMatchObject({ title: 'Bolt Bowl', location: 'Oslo' })
  })

  it('the tag of before somebody changed it in the panel: 412', async () => {
    await owner.patch(`/api/${path.slice(0, -1)}`, { location: 'Oslo' })

    expectRefusal(await change(unchanged(tag)), 412, changed)
  })

  it('the tag of before somebody came and went: it is done', async () => {
    await attendee.post(`${path}register/`)
    await attendee.delete(`${path}register/`)

    expect((await change(unchanged(tag))).status).toBeLessThan(300)
  })
})

describe('a condition counts for what could be done without it', () => {
  const stale = unchanged('"another"')

  it('who may not change the event: 403', async () => {
    expect((await attendee.patch(path, {}, stale)).status).toBe(403)
    expect((await attendee.delete(path, stale)).status).toBe(403)
  })

  it('what is not valid: 400', async () => {
    const change = { end_date: '2001-01-01T00:00:00Z' }

    expect((await owner.patch(path, change, stale)).status).toBe(400)
  })

  it('what cannot be deleted: 409', async () => {
    await attendee.post(`${path}register/`)

    expect((await owner.delete(path, stale)).body.code).toBe('event_has_registrations')
  })

  it('a cancellation that is refused cancels nobody', async () => {
    await attendee.post(`${path}register/`)

    expect((await owner.patch(path, { status: 'cancelled' }, stale)).status).toBe(412)
    expect((await owner.get(path)).body).toMatchObject({
      status: 'published',
      registered_count: 1,
    })
  })
})

describe('at once', () => {
  it('of many changes with the same If-Match one is done', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        owner.patch(path, { title: `Number ${index}` }, unchanged(tag)),
      ),
    )

    const done = answers.filter(({ status }) => status === 200)
    expect(done).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(7)
    expect((await owner.get(path)).body.title).toBe(done[0]!.body.title)
  })

  it('a registration between reading and changing is no reason to refuse', async () => {
    await attendee.post(`${path}register/`)

    const { status, body } = await owner.patch(path, { title: 'New' }, unchanged(tag))

    expect(status).toBe(200)
    expect(body).toMatchObject({ title: 'New', registered_count: 1 })
  })
})
