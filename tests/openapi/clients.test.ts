import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PayloadSDK } from '@payloadcms/sdk'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import spectral from '@stoplight/spectral-core'
import type { RulesetDefinition } from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import createFetchClient from 'openapi-fetch'

import type { Config } from '../../src/payload-types.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { picture } from '../factories/images.ts'
import { password, signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let document: string

/** A value with brackets at every level, as `qs` and most generated clients write it. */
const brackets = (name: string, value: unknown): string[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => brackets(`${name}[${key}]`, inner))
    : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`]

const stringify = (query: object) =>
  Object.entries(query)
    .flatMap(([name, value]) => brackets(name, value))
    .join('&')

beforeAll(async () => {
  platform = await startTestPlatform()
  document = await (await fetch(`${platform.url}/api/openapi.json`)).text()
})

afterAll(() => platform.stop())

describe('the document', () => {
  it("has no error and no warning in Redocly's recommended rules", async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const source = { source: document, config, absoluteRef: 'openapi.json' }
    const problems = await lintFromString(source)

    expect(problems.map(({ message, ruleId }) => `${ruleId}: ${message}`)).toEqual([])
  })

  it("has no error and no warning in Spectral's rules for OpenAPI", async () => {
    const linter = new spectral.Spectral()
    linter.setRuleset({ extends: [rulesets.oas as RulesetDefinition] })
    const problems = await linter.run(document)

    expect(problems.map(({ code, path }) => `${code}: ${path.join('/')}`)).toEqual([])
  })

  it('says of every success what it is, but for those without a body', () => {
    const { paths } = JSON.parse(document) as {
      paths: Record<string, Record<string, { responses: Record<string, { content?: unknown }> }>>
    }
    const silent = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses)
          .filter(([status, { content }]) => /^20[01]$/.test(status) && !content)
          .map(([status]) => `${method} ${path} ${status}`),
      ),
    )
    expect(silent).toEqual([])
  })
})

describe('a filter', () => {
  let titles: string[]

  beforeAll(async () => {
    titles = ['Filter one', 'Filter two, with a comma']
    for (const title of titles) {
      await createEvent(platform.payload, { title, status: 'published' })
    }
    await createEvent(platform.payload, { title: 'Filter three', status: 'cancelled' })
  })

  const path = '/api/events' as never
  const found = async (
    where: object,
    options: { querySerializer?: (query: object) => string } = {},
  ) => {
    const client = createFetchClient({ baseUrl: platform.url, ...options })
    const { data } = await client.GET(path, {
      params: { query: { where, sort: 'title' } },
    } as never)
    return (data as unknown as { docs: { title: string }[] }).docs.map(({ title }) => title)
  }

  it('works in a generated client as it is', async () => {
    expect(await found({ title: 'Filter one' })).toEqual(['Filter one'])
    expect(await found({ title: titles[1], status: 'published' })).toEqual([titles[1]])
    expect(await found({ title: 'Filter one', status: 'cancelled' })).toEqual([])
  })

  it.each<[string, (query: object) => string]>([
    ['in brackets', stringify],
    [
      'as JSON',
      ({ where, ...rest }: { where?: object }) =>
        stringify({ ...rest, where: JSON.stringify(where) }),
    ],
  ])('has conditions, joined %s', async (_name, querySerializer) => {
    const either = { or: [{ title: { equals: 'Filter one' } }, { status: 'cancelled' }] }
    expect(await found(either, { querySerializer })).toEqual(['Filter one', 'Filter three'])
    const both = { title: { like: 'filter' }, status: { not_equals: 'cancelled' } }
    expect(await found(both, { querySerializer })).toEqual(titles)
    expect(await found({ status: 'cancelled' }, { querySerializer })).toEqual(['Filter three'])
  })

  it('counts by the same', async () => {
    const count = async (query: string) =>
      (await (await fetch(`${platform.url}/api/events/count?${query}`)).json()) as object
    expect(await count('where[title]=Filter one')).toEqual({ totalDocs: 1 })
  })

  it.each(['where[title][]=a', 'where[nothing]=a', 'where=a', 'where[or]=a'])(
    'that is none is refused: %s',
    async (query) => {
      expect((await fetch(`${platform.url}/api/events?${query}`)).status).toBe(400)
    },
  )
})

describe("Payload's SDK", () => {
  const sdkWith = (authorization?: string) =>
    new PayloadSDK<Config>({
      baseURL: `${platform.url}/api`,
      baseInit: authorization ? { headers: { Authorization: authorization } } : {},
    })

  const ways: [string, () => Promise<string>][] = [
    [
      'the token of its own login, as JWT',
      async () => {
        const { user } = await signedInUser(platform.payload, 'admin')
        const data = { email: user.email, password } as never
        return `JWT ${(await sdkWith().login({ collection: 'users', data })).token}`
      },
    ],
    [
      'an access token of v1, as Bearer',
      async () => {
        const { user } = await signedInUser(platform.payload, 'admin')
        return `Bearer ${accessTokenOf(platform.payload, user.id)}`
      },
    ],
  ]

  it.each(ways)('works with %s', async (_name, tokenOf) => {
    const sdk = sdkWith(await tokenOf())
    const events = 'events'

    const made = await sdk.create({ collection: events, data: eventData({ title: 'By the SDK' }) })
    const { id } = made
    const renamed = await sdk.update({ collection: events, id, data: { title: 'SDK' } })
    const where = { title: { equals: 'SDK' }, status: { in: ['draft', 'published'] } } as const
    const list = await sdk.find({ collection: events, where, sort: '-title', limit: 1, depth: 0 })
    const counted = await sdk.count({ collection: events, where })
    const versions = await sdk.findVersions({
      collection: events,
      where: { parent: { equals: id } },
    })
    const version = await sdk.findVersionByID({ collection: events, id: versions.docs[0]!.id })
    await sdk.restoreVersion({ collection: events, id: versions.docs.at(-1)!.id })
    const restored = await sdk.findByID({ collection: events, id })
    const deleted = await sdk.delete({ collection: events, id })

    expect(renamed.title).toBe('SDK')
    expect([list.docs.length, list.totalDocs, counted.totalDocs]).toEqual([1, 1, 1])
    expect(version.parent).toBe(id)
    expect([restored.title, deleted.id]).toEqual(['By the SDK', id])
  })

  it.each(ways)('uploads with %s', async (_name, tokenOf) => {
    const sdk = sdkWith(await tokenOf())
    const file = new File([new Uint8Array(await picture('png', 8, 8))], 'sdk.png', {
      type: 'image/png',
    })
    const { alt } = await sdk.create({
      collection: 'media',
      data: { alt: 'A robot' },
      file,
    })
    expect(alt).toBe('A robot')
  })

  it('knows who has signed in', async () => {
    const sdk = sdkWith(await ways[0]![1]())
    expect((await sdk.me({ collection: 'users' })).user).toMatchObject({ role: 'admin' })
  })

  it('gets 404 for the versions of a collection that has none', async () => {
    const sdk = sdkWith(await ways[0]![1]())
    await expect(
      sdk.findVersions({ collection: 'registrations' as 'events' }),
    ).rejects.toMatchObject({
      status: 404,
    })
  })

  it('is refused with the token of its own login as Bearer, as docs/api.md says', async () => {
    const token = (await ways[0]![1]()).replace('JWT', 'Bearer')
    await expect(sdkWith(token).find({ collection: 'events' })).rejects.toMatchObject({
      status: 401,
    })
  })
})
