import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'

import type { Event, Media } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { newCaller, type Caller } from '../support/callers.ts'
import { type Client, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let stranger: Caller
let owner: Caller
let staff: Caller
let image: Media

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = clientOf(platform.url)
  stranger = await newCaller(platform)
  owner = await newCaller(platform)
  staff = await newCaller(platform, 'staff')
})

beforeEach(async () => {
  image = await createImage(platform.payload, owner.id)
})

afterAll(() => platform.stop())

const withPicture = ({ id }: Media) => ({
  root: {
    type: 'root',
    version: 1,
    direction: 'ltr' as const,
    format: '' as const,
    indent: 0,
    children: [{ type: 'upload', version: 3, relationTo: 'media', value: id, fields: {} }],
  },
})

/** The two places of an event that show a picture. */
const places: [string, (picture: Media) => Partial<Event>][] = [
  ['cover', ({ id }) => ({ coverImage: id })],
  ['picture in the text', (picture) => ({ body: withPicture(picture) })],
]

const draftWith = (details: Partial<Event>, createdBy = owner.id) =>
  createEvent(platform.payload, { status: 'draft', createdBy, ...details })

const document = `query ($id: Int!) { Media(id: $id) { id } }`
const documents = `query ($id: Int) { allMedia(where: { id: { equals: $id } }) { totalDocs } }`

/** What a caller gets of a picture, on each surface. */
async function seenBy(client: Client, { id, url, sizes }: Media) {
  const only = `where[id][equals]=${id}`
  const { id: itsId } = { id }
  return {
    listed: (await client.get(`/api/media?${only}`)).body.totalDocs,
    counted: (await client.get(`/api/media/count?${only}`)).body.totalDocs,
    read: (await client.get(`/api/media/${itsId}`)).status,
    graphql: (await client.graphql(documents, { id })).body.data.allMedia.totalDocs,
    one: (await client.graphql(document, { id })).body.data?.Media?.id === id,
    permissions: (await client.post(`/api/media/access/${id}`, {})).status,
    file: (await client.get(url!)).status,
    thumbnail: (await client.get(sizes?.thumbnail?.url ?? url!)).status,
  }
}

const all = { listed: 1, counted: 1, read: 200, graphql: 1, one: true, permissions: 200 }
const visible = { ...all, file: 200, thumbnail: 200 }
const hidden = {
  ...{ listed: 0, counted: 0, read: 404, graphql: 0, one: false, permissions: 404 },
  ...{ file: 404, thumbnail: 404 },
}

describe.each(places)('the %s of a draft', (_place, details) => {
  it('is seen by its owner and by staff alone, until the event is public', async () => {
    const { id } = await draftWith(details(image))

    expect(await seenBy(anyone, image)).toEqual(hidden)
    expect(await seenBy(stranger.rest, image)).toEqual(hidden)
    expect(await seenBy(owner.rest, image)).toEqual(visible)
    expect(await seenBy(owner.panel, image)).toEqual(visible)
    expect(await seenBy(staff.rest, image)).toEqual(visible)

    await owner.app.patch(`events/${id}/`, { status: 'published' })
    expect(await seenBy(anyone, image)).toEqual(visible)

    await owner.app.patch(`events/${id}/`, { status: 'draft' })
    expect(await seenBy(anyone, image)).toEqual(hidden)

    await owner.app.delete(`events/${id}/`)
    expect(await seenBy(anyone, image)).toEqual(visible)
  })

  it('is seen by everybody while a public event shows it too', async () => {
    const publicEvent = await createEvent(platform.payload, {
      createdBy: owner.id,
      ...details(image),
    })
    await draftWith(details(image))
    expect(await seenBy(anyone, image)).toEqual(visible)

    await owner.rest.patch(`/api/events/${publicEvent.id}`, { coverImage: null, body: null })

    expect(await seenBy(anyone, image)).toEqual(hidden)
  })

  it('is not hidden by the draft of somebody else', async () => {
    await draftWith(details(image), stranger.id)

    expect(await seenBy(anyone, image)).toEqual(visible)
  })

  it('is not shown by the event of somebody else', async () => {
    await draftWith(details(image))
    const { id } = await createEvent(platform.payload, { createdBy: stranger.id })

    const taken = await stranger.rest.patch(`/api/events/${id}`, details(image))

    expect([taken.status, JSON.stringify(taken.body)]).toEqual([
      400,
      expect.stringContaining(`There is no picture ${image.id}.`),
    ])
    expect(await seenBy(anyone, image)).toEqual(hidden)
    expect((await staff.rest.patch(`/api/events/${id}`, details(image))).status).toBe(200)
  })
})

it('members of staff work on the drafts of each other', async () => {
  const picture = await createImage(platform.payload, staff.id)
  await draftWith({ coverImage: picture.id }, (await newCaller(platform, 'admin')).id)

  expect(await seenBy(anyone, picture)).toEqual(hidden)
})

it('a hidden file is stored by no cache, a public one by all', async () => {
  const cacheOf = async (client: Client) =>
    (await client.get(image.url!)).headers.get('cache-control')
  expect(await cacheOf(anyone)).toBe('public, max-age=31536000, immutable')

  await draftWith({ coverImage: image.id })

  expect(await cacheOf(owner.rest)).toBe('private, no-store')
  expect(await cacheOf(staff.panel)).toBe('private, no-store')
})

it('nobody reads or writes by hand whether a picture is hidden', async () => {
  await draftWith({ coverImage: image.id })

  const written = await owner.rest.patch(`/api/media/${image.id}`, { draftOnly: false })
  const filtered = await staff.rest.get('/api/media?where[draftOnly][equals]=true')

  expect([written.status, written.body.doc.draftOnly]).toEqual([200, undefined])
  expect(filtered.status).toBe(400)
  expect(await seenBy(anyone, image)).toEqual(hidden)
})

it('of a draft and a public event that are saved at once, the public one counts', async () => {
  const publicEvent = await draftWith({ coverImage: image.id })
  const other = await draftWith({})
  const [one, two] = [
    await poolOf(platform.payload).connect(),
    await poolOf(platform.payload).connect(),
  ]
  try {
    await one.query('BEGIN')
    await one.query(`UPDATE events SET status = 'published' WHERE id = $1`, [publicEvent.id])
    const change = two.query('UPDATE events SET cover_image_id = $1 WHERE id = $2', [
      image.id,
      other.id,
    ])
    await one.query('COMMIT')
    await change
  } finally {
    one.release()
    two.release()
  }

  expect(await seenBy(anyone, image)).toEqual(visible)
})
