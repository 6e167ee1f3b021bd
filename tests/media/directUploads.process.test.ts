import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { picture } from '../factories/images.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startS3Server } from '../support/s3Server.ts'
import { startSeaweed } from '../support/seaweed.ts'
import { newDataDir, startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

interface Bucket {
  env: Record<string, string>
  keys: () => Promise<string[]>
  stop: () => Promise<unknown>
}

const seaweed = startSeaweed()

/** Two servers of different authors. SeaweedFS runs where its program `weed` is installed. */
const servers: [string, (() => Promise<Bucket>) | undefined][] = [
  ['S3rver', async () => startS3Server(await newDataDir())],
  ['SeaweedFS', seaweed],
]

interface Signed {
  url: string
  method: string
  headers: Record<string, string>
  file: string
}

const declared = (data: Buffer, details = {}) => ({
  filename: 'Arena.png',
  filesize: data.length,
  mimeType: 'image/png',
  sha256: createHash('sha256').update(data).digest('hex'),
  ...details,
})

for (const [name, start] of servers) {
  const describeServer = start ? describe : describe.skip

  describeServer(`files that clients send to ${name} themselves`, () => {
    let bucket: Bucket
    let platform: TestPlatform
    let client: Client
    let token: string

    beforeAll(async () => {
      bucket = await start!()
      platform = await startTestPlatform({ ...bucket.env, S3_DIRECT_UPLOADS: 'on' })
      token = (await signedInUser(platform.payload)).token
      client = clientOf(platform.url, token)
    })
    afterAll(async () => {
      await platform.stop()
      await bucket.stop()
    })

    async function sign(data: Buffer, details = {}): Promise<Signed> {
      const { body, status } = await client.post(
        '/api/media/direct-uploads',
        declared(data, details),
      )
      expect([status, body.errors]).toEqual([201, undefined])
      return body
    }

    const send = ({ headers, method, url }: Signed, data: Buffer, others = {}) => {
      // `fetch` sets the length itself, to that of the body.
      const { 'Content-Length': _length, ...rest } = headers
      return fetch(url, { method, headers: { ...rest, ...others }, body: new Uint8Array(data) })
    }

    async function finish(signed: Pick<Signed, 'file'>, as = token) {
      const form = new FormData()
      form.set('_payload', JSON.stringify({ alt: 'A robot' }))
      form.set('file', signed.file)
      const response = await fetch(`${platform.url}/api/media`, {
        method: 'POST',
        headers: { Authorization: `JWT ${as}` },
        body: form,
      })
      return { status: response.status, body: await response.json() }
    }

    it('become pictures like all others, when the server has judged them', async () => {
      const data = await picture('png', 900, 600)
      const signed = await sign(data)
      expect((await send(signed, data)).status).toBe(200)

      const { body, status } = await finish(signed)

      expect([status, body.errors]).toEqual([201, undefined])
      expect(body.doc).toMatchObject({
        filename: expect.stringMatching(/^arena-[0-9a-f]{32}\.png$/),
        mimeType: 'image/png',
        width: 900,
      })
      const file = await fetch(`${platform.url}${body.doc.url}`)
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect(await bucket.keys()).toContain(body.doc.filename)
    })

    it('are not served before', async () => {
      const data = await picture('png', 30, 30)
      const signed = await sign(data)
      await send(signed, data)
      const key = new URL(signed.url).pathname.split('/').slice(-2).join('/')

      for (const path of [key, encodeURIComponent(key), key.replace('/', '%2F')]) {
        const { status } = await fetch(`${platform.url}/api/media/file/${path}`)
        expect([403, 404]).toContain(status)
      }
    })

    it.each<[string, (data: Buffer) => Buffer, Record<string, string>]>([
      ['a longer file', (data) => Buffer.concat([data, Buffer.from('x')]), {}],
      ['a shorter file', (data) => data.subarray(1), {}],
      ['another type', (data) => data, { 'Content-Type': 'text/html' }],
    ])('the signature binds what was declared: not %s', async (_name, change, headers) => {
      const data = await picture('png', 40, 40)
      const signed = await sign(data)

      expect((await send(signed, change(data), headers)).status).toBeGreaterThanOrEqual(400)
      expect((await finish(signed)).status).toBe(400)
    })

    it('with another content of the same size become no picture', async () => {
      const data = await picture('png', 40, 40)
      const signed = await sign(data)
      const other = Buffer.from(data)
      other[data.length - 20]! ^= 1
      // Some servers check the hash themselves.
      await send(signed, other)

      const { body, status } = await finish(signed)
      expect([status, JSON.stringify(body)]).toEqual([
        400,
        expect.stringMatching(/not the one that was declared|was not sent/),
      ])
    })

    it('that are no images are refused, and leave no picture', async () => {
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
      const signed = await sign(svg)
      await send(signed, svg)
      const before = (await platform.payload.count({ collection: 'media' })).totalDocs

      const { body, status } = await finish(signed)

      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('not an image')])
      expect((await platform.payload.count({ collection: 'media' })).totalDocs).toBe(before)
    })

    it('are used once, by the person who sent them, in time', async () => {
      const data = await picture('png', 50, 50)
      const signed = await sign(data)
      await send(signed, data)
      const other = (await signedInUser(platform.payload)).token

      expect((await finish(signed, other)).status).toBe(400)
      const both = await Promise.all([finish(signed), finish(signed)])
      expect(both.map(({ status }) => status).sort()).toEqual([201, 400])

      const late = await sign(data)
      await send(late, data)
      await poolOf(platform.payload).query('UPDATE media_uploads SET expires_at = now()')
      expect((await finish(late)).status).toBe(400)
    })

    it('are bounded: by type, size, number and by the room of the account', async () => {
      const data = await picture('png', 20, 20)
      const ask = async (details: object) =>
        (await client.post('/api/media/direct-uploads', declared(data, details))).status
      expect(await ask({ mimeType: 'image/svg+xml' })).toBe(400)
      expect(await ask({ filesize: 21 * 1024 * 1024 })).toBe(400)
      expect(await ask({ filesize: 0 })).toBe(400)
      expect(await ask({ sha256: 'x' })).toBe(400)
      const anyone = clientOf(platform.url)
      expect((await anyone.post('/api/media/direct-uploads', declared(data))).status).toBe(401)

      const someone = clientOf(platform.url, (await signedInUser(platform.payload)).token)
      const statuses = await Promise.all(
        Array.from(
          { length: 55 },
          async () => (await someone.post('/api/media/direct-uploads', declared(data))).status,
        ),
      )
      expect(statuses.filter((status) => status === 201)).toHaveLength(50)
      expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    })
  })
}

describe('without a bucket', () => {
  it('there is no address to send a file to, and the form has to have the file', async () => {
    const platform = await startTestPlatform({ S3_BUCKET: '', S3_DIRECT_UPLOADS: 'on' })
    const { token } = await signedInUser(platform.payload)
    const data = await picture('png', 20, 20)
    const { body, status } = await clientOf(platform.url, token).post(
      '/api/media/direct-uploads',
      declared(data),
    )
    await platform.stop()

    expect([status, body.errors[0].data.code]).toEqual([409, 'direct_uploads_off'])
  })
})
