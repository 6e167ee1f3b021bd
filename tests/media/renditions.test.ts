import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'

import { queueRenditions } from '../../src/features/media/jobs/queueRenditions.ts'
import { updateRenditions } from '../../src/features/media/jobs/updateRenditions.ts'
import type { Event, Media } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { heavyPicture, picture } from '../factories/images.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf, type Client, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { queuedJobs, relayAll } from '../support/queue.ts'
import { send } from '../support/rawHttp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { filesOf, replaceImage, uploadImage } from '../support/upload.ts'

const cdn = 'https://cdn.example.org/pictures'

let platform: TestPlatform
let anyone: Client
let owner: { id: number; rest: Client; app: Client }
let token: string

beforeAll(async () => {
  platform = await startTestPlatform({ MEDIA_BASE_URL: `${cdn}/` })
  anyone = clientOf(platform.url)
  const { payload, url } = platform
  const signedIn = await signedInUser(payload)
  token = signedIn.token
  const { id } = signedIn.user
  owner = { id, rest: clientOf(url, token), app: appOf(url, accessTokenOf(payload, id)) }
})

afterAll(() => platform.stop())

const context = () => ({ payload: platform.payload, signal: undefined, attempt: 1, last: false })

/** Does the jobs for pictures that are queued, as a worker does them. Doing one again changes nothing. */
async function work() {
  await relayAll(platform.payload)
  for (const job of await queuedJobs(platform.payload)) {
    if (job.task === 'updateRenditions') await updateRenditions(context(), job.payload)
  }
}

const files = async () => (await readdir(path.join(platform.dataDir, 'media'))).sort()

const read = async (id: number): Promise<Media> => (await anyone.get(`/api/media/${id}`)).body

async function uploaded(data: Buffer): Promise<Media> {
  const { body } = await uploadImage(platform.url, { data, token })
  return body.doc
}

const nameIn = (url: string) => url.slice(url.lastIndexOf('/') + 1)
const onPlatform = (url: string) => `/api/media/file/${nameIn(url)}`

/** The names of the files in other sizes. */
const namesOf = ({ renditions }: Media) => (renditions ?? []).map(({ url }) => nameIn(url))

/** A GIF of so many frames. */
async function wideAnimation(frames: number) {
  const [width, height] = [700, 40]
  const pixels = Buffer.concat(
    Array.from({ length: frames }, (_, frame) => Buffer.alloc(width * height * 3, frame * 60)),
  )
  const raw = { width, height: height * frames, channels: 3 as const, pageHeight: height }
  return sharp(pixels, { raw })
    .gif({ delay: Array.from({ length: frames }, () => 100) })
    .toBuffer()
}

describe('the files of a picture in other sizes', () => {
  it('are made after the upload: AVIF and WebP, never wider than the picture', async () => {
    const doc = await uploaded(await picture('jpeg', 1100, 500))
    expect(doc.renditions).toEqual([])

    await work()

    const { renditions } = await read(doc.id)
    expect(renditions!.map(({ height, mimeType, width }) => [mimeType, width, height])).toEqual(
      ['image/avif', 'image/webp'].flatMap((type) => [
        [type, 320, 145],
        [type, 640, 291],
        [type, 960, 436],
        [type, 1100, 500],
      ]),
    )
    for (const { filesize, height, mimeType, url, width } of renditions!) {
      const file = await send(platform.url, onPlatform(url))
      expect(file.status).toBe(200)
      expect(file.headers).toMatchObject({
        'content-type': mimeType,
        'content-length': String(filesize),
        'cache-control': 'public, max-age=31536000, immutable',
      })
      const metadata = await sharp(file.body).metadata()
      expect(metadata).toMatchObject({ width, height })
      expect(mimeType).toBe(`image/${metadata.format === 'heif' ? 'avif' : metadata.format}`)
    }
  })

  it('are not made of a small picture', async () => {
    const doc = await uploaded(await picture('png', 320, 300))
    await work()
    expect((await read(doc.id)).renditions).toEqual([])
  })

  it('move, when the picture moves', async () => {
    const doc = await uploaded(await wideAnimation(4))
    await work()

    const { renditions } = await read(doc.id)
    expect(renditions!.map(({ mimeType, width }) => [mimeType, width])).toEqual([
      ['image/webp', 320],
      ['image/webp', 640],
    ])
    const { body } = await send(platform.url, onPlatform(renditions![0]!.url))
    expect((await sharp(body, { animated: true }).metadata()).pages).toBe(4)
  })

  it('are made anew for another picture, and removed with it', async () => {
    const doc = await uploaded(await heavyPicture(400, 300))
    await work()
    const before = namesOf(await read(doc.id))

    await replaceImage(platform.url, doc.id, {
      data: await picture('png', 500, 400),
      token,
    })
    expect((await read(doc.id)).renditions).toEqual([])
    await work()
    const after = namesOf(await read(doc.id))
    expect(after).toHaveLength(4)
    expect(await files()).toEqual(expect.arrayContaining(after))
    expect((await files()).filter((name) => before.includes(name))).toEqual([])

    await owner.rest.delete(`/api/media/${doc.id}`)
    await work()
    expect((await files()).filter((name) => after.includes(name))).toEqual([])
  })

  it('leave nothing behind when the picture is deleted while they are made', async () => {
    const doc = await uploaded(await heavyPicture(1500, 1000))
    await relayAll(platform.payload)

    const making = updateRenditions(context(), { mediaId: doc.id })
    await owner.rest.delete(`/api/media/${doc.id}`)
    await making.catch(() => undefined)
    await work()

    const stem = doc.filename!.replace('.png', '')
    expect((await files()).filter((name) => name.startsWith(stem))).toEqual([])
  })

  it('of a picture from before are made by the schedule, once', async () => {
    const doc = await uploaded(await picture('png', 330, 300))
    await work()
    const first = await read(doc.id)
    const pool = poolOf(platform.payload)
    await pool.query('DELETE FROM media_renditions WHERE media_id = $1', [doc.id])
    await pool.query('DELETE FROM media_rendition_runs WHERE media_id = $1', [doc.id])
    expect((await read(doc.id)).renditions).toEqual([])

    expect(await queueRenditions(platform.payload, new Date())).toBe('Queued 1 picture')
    await work()

    expect(await read(doc.id)).toEqual(first)
    expect(await queueRenditions(platform.payload, new Date())).toBe(
      'All pictures have their sizes',
    )
  })

  it('are given up for a file that is missing, and say why', async () => {
    const doc = await uploaded(await picture('png', 330, 300))
    await relayAll(platform.payload)
    const pool = poolOf(platform.payload)
    await pool.query(`UPDATE media SET filename = 'missing.png' WHERE id = $1`, [doc.id])

    const last = updateRenditions({ ...context(), last: true }, { mediaId: doc.id })

    await expect(last).rejects.toThrow('missing.png is missing')
    const { rows } = await pool.query(
      'SELECT failure FROM media_rendition_runs WHERE media_id=$1',
      [doc.id],
    )
    expect(rows).toEqual([{ failure: 'The file missing.png is missing' }])
    await pool.query('UPDATE media SET filename = $2 WHERE id = $1', [doc.id, doc.filename])
    await work()
  })
})

describe('the cover of an event', () => {
  const coverOf = async (client: Client, { id }: Event) =>
    (await client.get(`events/${id}/`)).body.cover

  it('is the same in v1, REST and GraphQL, with its sizes on the CDN, as soon as they are made', async () => {
    const doc = await uploaded(await picture('jpeg', 700, 500))
    const event = await createEvent(platform.payload, { createdBy: owner.id, coverImage: doc.id })
    const base = `${cdn}/${doc.filename!.replace('.jpg', '')}`

    // These responses are cached before the sizes are made.
    expect(await coverOf(anyone, event)).toMatchObject({ url: `${base}.jpg`, sources: [] })
    await anyone.get(`/api/events/${event.id}`)
    await work()

    const cover = await coverOf(anyone, event)
    expect(cover).toEqual({
      alt: 'A robot',
      url: `${base}.jpg`,
      width: 700,
      height: 500,
      focal_point: { x: 50, y: 50 },
      thumbnail: { url: `${base}-320x240.jpg`, width: 320, height: 240 },
      sources: ['avif', 'webp'].flatMap((format) =>
        [320, 640, 700].map((width) => ({
          url: `${base}-${width}w.${format}`,
          type: `image/${format}`,
          width,
          height: Math.round((500 * width) / 700),
          bytes: expect.any(Number),
        })),
      ),
    })
    const list = await anyone.get(`events/?search=${encodeURIComponent(event.title)}&page_size=1`)
    expect(list.status).toBe(200)
    const { coverImage } = (await anyone.get(`/api/events/${event.id}`)).body
    const urls = cover.sources.map(({ url }: { url: string }) => url)
    expect(coverImage).toMatchObject({ url: cover.url, thumbnailURL: cover.thumbnail.url })
    expect(coverImage.renditions.map(({ url }: { url: string }) => url)).toEqual(urls)
    const { body } = await anyone.graphql(
      `query ($id: Int!) { Event(id: $id) { coverImage { url renditions { url width } } } }`,
      { id: event.id },
    )
    expect(body.data.Event.coverImage.renditions.map(({ url }: { url: string }) => url)).toEqual(
      urls,
    )
  })

  it('of a draft stays on the platform, which shows it to its owner alone', async () => {
    const doc = await uploaded(await picture('png', 400, 300))
    const draft = await createEvent(platform.payload, {
      createdBy: owner.id,
      coverImage: doc.id,
      status: 'draft',
    })
    await work()

    const cover = await coverOf(owner.app, draft)
    expect(cover.sources).toHaveLength(4)
    for (const { url } of [cover, cover.thumbnail, ...cover.sources]) {
      expect(url).toBe(onPlatform(url))
      expect((await anyone.get(url)).status).toBe(404)
      const shown = await owner.rest.get(url)
      expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    }
    const { body } = await owner.rest.get(`/api/media/${doc.id}`)
    expect(body.url).toBe(cover.url)
    expect(filesOf(body)).toHaveLength(2)
  })

  it('is missing without one', async () => {
    const event = await createEvent(platform.payload)
    expect(await coverOf(anyone, event)).toBeUndefined()
  })
})

it('nobody writes them, or reads what waits in a folder of the bucket', async () => {
  const doc = await uploaded(await picture('png', 20, 20))
  const renditions = [{ url: 'x', mimeType: 'x', width: 1, height: 1, filesize: 1 }]

  const { body } = await owner.rest.patch(`/api/media/${doc.id}`, { renditions })

  expect(body.doc.renditions).toEqual([])
  for (const name of ['uploads%2Fx', 'a%5Cb', '%2E%2E%2Fx']) {
    expect([403, 404]).toContain((await anyone.get(`/api/media/file/${name}`)).status)
  }
})
