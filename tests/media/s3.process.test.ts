import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'

import { heavyPicture, picture } from '../factories/images.ts'
import { signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { type S3Server, startS3Server } from '../support/s3Server.ts'
import { newDataDir, startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { filesOf, replaceImage, type Upload, uploadImage, versionsOf } from '../support/upload.ts'
import { bytesOf, open, send } from '../support/rawHttp.ts'

let s3: S3Server
let platform: TestPlatform
let token: string

beforeAll(async () => {
  s3 = await startS3Server(await newDataDir())
  platform = await startTestPlatform(s3.env)
  token = (await signedInUser(platform.payload)).token
})

afterAll(async () => {
  await platform.stop()
  await s3.stop()
})

const upload = (details: Upload = {}) => uploadImage(platform.url, { token, ...details })

const documents = async () => {
  const { docs } = await platform.payload.find({
    collection: 'media',
    pagination: false,
    depth: 0,
    overrideAccess: true,
  })
  return docs
}

/** Every document has all its objects. */
async function expectNothingMissing() {
  const keys = await s3.keys()
  expect(keys).toEqual(expect.arrayContaining((await documents()).flatMap(filesOf)))
}

describe('with a bucket', () => {
  afterEach(expectNothingMissing)

  it('an upload and its sizes go there, and are served from there', async () => {
    const { status, body } = await upload({ data: await picture('jpeg'), name: 'Arena.jpg' })

    expect(status).toBe(201)
    expect(await s3.keys()).toEqual(filesOf(body.doc))
    expect(await readdir(platform.dataDir)).not.toContain('media')
    expect(body.doc.url).toBe(`/api/media/file/${body.doc.filename}`)
    for (const { url, width, filesize } of versionsOf(body.doc)) {
      const file = await send(platform.url, url!)
      expect(file.status).toBe(200)
      expect(file.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(filesize),
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
      })
      expect((await sharp(file.body).metadata()).width).toBe(width)
    }
  })

  it('parts of a file are served, and those that a browser has are not', async () => {
    const { body } = await upload({ data: await picture('png', 100, 100) })
    const { url, filesize } = body.doc
    const whole = await send(platform.url, url)
    const get = (headers: Record<string, string>) => send(platform.url, url, { headers })

    const part = await get({ Range: 'bytes=10-19' })
    const beyond = await get({ Range: `bytes=${filesize}-` })
    const known = await get({ 'If-None-Match': whole.headers.etag! })

    expect([part.status, beyond.status, known.status]).toEqual([206, 416, 304])
    expect(part.body).toEqual(whole.body.subarray(10, 20))
  })

  it('HEAD and clients that go away leave connections for the next', async () => {
    const { body } = await upload({ data: await heavyPicture(700, 700) })
    const complaints = jest.spyOn(platform.payload.logger, 'error')
    for (let round = 0; round < 30; round += 1) {
      await send(platform.url, body.doc.url, { method: 'HEAD' })
      const sent = open(platform.url, body.doc.url)
      await once(sent, 'response')
      sent.destroy()
    }
    expect((await send(platform.url, body.doc.url)).status).toBe(200)
    while ((await s3.connections()) > 3) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(complaints).not.toHaveBeenCalled()
    complaints.mockRestore()
  })

  it('a new picture takes the place of the old one', async () => {
    const { body: first } = await upload({ data: await picture('png', 900, 700) })
    const { status, body } = await replaceImage(platform.url, first.doc.id, {
      data: await picture('jpeg', 500, 400),
      token,
    })

    expect(status).toBe(200)
    const keys = await s3.keys()
    for (const key of filesOf(first.doc)) expect(keys).not.toContain(key)
    expect(keys).toEqual(expect.arrayContaining(filesOf(body.doc)))
    expect((await send(platform.url, first.doc.url)).status).toBe(404)
  })

  it('a new focal point and a crop work on the stored picture', async () => {
    const edit = 'uploadEdits[focalPoint][x]=10&uploadEdits[focalPoint][y]=90'
    const crop =
      'uploadEdits[crop][x]=0&uploadEdits[crop][y]=0' +
      '&uploadEdits[widthInPixels]=450&uploadEdits[heightInPixels]=350'
    const { body } = await upload({ data: await picture('png', 900, 700) })
    const { id } = body.doc

    const focused = await replaceImage(platform.url, id, { token }, `?${edit}`)
    const cropped = await replaceImage(platform.url, id, { token }, `?${crop}`)
    const both = await replaceImage(
      platform.url,
      id,
      { data: await picture('png', 900, 700), token },
      `?${edit}&${crop}`,
    )

    expect(focused.body.doc).toMatchObject({ focalX: 10, focalY: 90, width: 900 })
    for (const { status, body } of [cropped, both]) {
      expect(status).toBe(200)
      expect(body.doc).toMatchObject({ width: 450, height: 350 })
    }
    const { body: bytes } = await send(platform.url, both.body.doc.url)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 450, height: 350 })
  })

  it('a deleted picture is gone', async () => {
    const { body } = await upload({ data: await picture() })
    await clientOf(platform.url, token).delete(`/api/media/${body.doc.id}`)

    const keys = await s3.keys()
    for (const key of filesOf(body.doc)) expect(keys).not.toContain(key)
    expect((await send(platform.url, body.doc.url)).status).toBe(404)
  })

  it('a document that is refused leaves no object', async () => {
    const before = await s3.keys()
    const { status } = await upload({ data: await picture(), fields: {} })
    expect(status).toBe(400)
    expect(await s3.keys()).toEqual(before)
  })

  it('a change that is refused leaves the old picture', async () => {
    const { body } = await upload({ data: await picture() })
    const { status } = await replaceImage(platform.url, body.doc.id, {
      data: await picture('jpeg'),
      fields: { alt: '' },
      token,
    })
    expect(status).toBe(400)
    expect((await send(platform.url, body.doc.url)).status).toBe(200)
  })

  it('a client does not choose where in the bucket its file lies', async () => {
    const { body } = await upload({
      data: await picture('png', 20, 20),
      fields: { alt: 'A robot', prefix: '../elsewhere', _objectKey: 'x' },
    })
    expect(await s3.keys()).toContain(body.doc.filename)
  })

  it('the schema is the same as without', async () => {
    const adapter = platform.payload.db as unknown as PostgresAdapter
    const folder = 'src/database/migrations'
    const snapshots = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
    const migrated = JSON.parse(await readFile(path.join(folder, snapshots.at(-1)!), 'utf8'))

    const wanted = await adapter.requireDrizzleKit().generateDrizzleJson(adapter.schema)

    // As the file holds it: without what is undefined.
    const { tables } = JSON.parse(JSON.stringify(wanted))
    expect(tables['public.media']).toEqual(migrated.tables['public.media'])
  })
})

/** Too small for other sizes: one object. */
const small = () => picture('png', 100, 100)

describe.each([
  ['the credentials are wrong', () => s3.changeSecret(), () => s3.restoreSecret()],
  ['the bucket is gone', () => s3.removeBucket(), () => s3.restoreBucket()],
  ['the server is away', () => s3.goAway(), () => s3.comeBack()],
] as const)('when %s', (_name, fail, mend) => {
  const spoken: unknown[] = []

  beforeAll(async () => {
    for (const { id } of await documents()) {
      await clientOf(platform.url, token).delete(`/api/media/${id}`)
    }
    jest
      .spyOn(platform.payload.logger, 'error')
      .mockImplementation((...said: unknown[]) => void spoken.push(...said))
  })

  afterAll(() => {
    jest.restoreAllMocks()
  })

  it('an upload says so, tells no secret, and leaves nothing; later ones go through', async () => {
    await fail()
    const answer = await upload({ data: await small() })
    const left = await documents()
    await mend()

    expect(answer.status).toBe(503)
    expect(answer.body).toEqual({
      errors: [
        {
          message:
            'The file storage does not take or give files at the moment. Nothing was changed.',
        },
      ],
    })
    expect(left).toEqual([])
    expect(JSON.stringify(spoken, (_key, value) => value?.stack ?? value)).not.toContain(s3.secret)
    expect(spoken).not.toEqual([])
    expect((await upload({ data: await small() })).status).toBe(201)
    await expectNothingMissing()
  })

  it('a change of the picture keeps the old one', async () => {
    const { body } = await upload({ data: await small() })
    const { id, url } = body.doc
    await fail()
    const changed = await replaceImage(platform.url, id, { data: await small(), token })
    await mend()

    expect(changed.status).toBe(503)
    const { body: doc } = await clientOf(platform.url).get(`/api/media/${id}`)
    expect(doc.url).toBe(url)
  })

  it('a file is not served, and other answers are', async () => {
    const { body } = await upload({ data: await small() })
    await fail()
    const file = await send(platform.url, body.doc.url)
    const list = await send(platform.url, '/api/media')
    await mend()

    expect([404, 500]).toContain(file.status)
    expect(file.body.toString()).not.toContain(s3.secret)
    expect(list.status).toBe(200)
  })
})

describe('when the server goes away in the middle', () => {
  beforeAll(() => {
    jest.spyOn(platform.payload.logger, 'error').mockImplementation(() => undefined)
  })

  afterAll(() => {
    jest.restoreAllMocks()
  })

  it('of an upload: there is no document', async () => {
    const before = (await documents()).length
    const mend = s3.breakOff(({ method, url }) => method === 'PUT' && (url ?? '').includes('-768x'))
    const { status } = await upload({ data: await picture() })
    mend()

    expect(status).toBe(503)
    expect(await documents()).toHaveLength(before)
  })

  it('of a download: the client sees that it is cut off', async () => {
    const { body } = await upload({ data: await heavyPicture(2500, 1800) })
    const sent = open(platform.url, body.doc.url)
    const [response] = await once(sent, 'response')
    s3.cutConnections()

    await expect(bytesOf(response)).rejects.toThrow('aborted')
    expect((await send(platform.url, body.doc.url)).body).toHaveLength(body.doc.filesize)
  })
})
