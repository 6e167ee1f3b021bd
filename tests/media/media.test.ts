import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { readdir, readlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'

import {
  animation,
  decompressionBomb,
  heavyPicture,
  phonePhoto,
  picture,
} from '../factories/images.ts'
import { signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { filesOf, replaceImage, type Upload, uploadImage, versionsOf } from '../support/upload.ts'
import { open, send } from '../support/rawHttp.ts'

const megabyte = 1024 * 1024

let platform: TestPlatform
let token: string

beforeAll(async () => {
  platform = await startTestPlatform()
  token = (await signedInUser(platform.payload)).token
})

afterAll(() => platform.stop())

const upload = (details: Upload = {}) => uploadImage(platform.url, { token, ...details })
const files = () => readdir(path.join(platform.dataDir, 'media')).catch(() => [])
const count = async () =>
  (await platform.payload.count({ collection: 'media', overrideAccess: true })).totalDocs

const fetchFile = (url: string, headers: Record<string, string> = {}) =>
  send(platform.url, url, { headers })

/** Whatever a test did: there is no file without a document, and no document without its files. */
async function expectFilesToMatch() {
  const { docs } = await platform.payload.find({
    collection: 'media',
    pagination: false,
    depth: 0,
    overrideAccess: true,
  })
  const named = docs.flatMap(filesOf)
  expect((await files()).sort()).toEqual(named.sort())
}

afterEach(expectFilesToMatch)

describe('a picture that would cost too much', () => {
  it.each([
    [2560, 1],
    [1, 2560],
    [4000, 3],
    [3, 40_000],
    [320, 1],
    [40_000, 10],
  ])('of %d × %d pixels is refused before it is decoded', async (width, height) => {
    const { status, body } = await upload({ data: await picture('png', width, height) })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('long and thin')])
  })

  it.each([
    [2560, 40],
    [40, 2560],
    [320, 4],
    [1, 1],
    [100, 2],
  ])('is not one of %d × %d pixels', async (width, height) => {
    expect((await upload({ data: await picture('png', width, height) })).status).toBe(201)
  })

  it('is one that a crop makes thin', async () => {
    const { body } = await upload({ data: await picture('png', 2000, 500) })
    const crop = 'uploadEdits[crop][x]=0&uploadEdits[crop][y]=0&uploadEdits[crop][width]=100'
    const query = `${crop}&uploadEdits[widthInPixels]=2000&uploadEdits[heightInPixels]=1`
    const answer = await clientOf(platform.url, token).patch(
      `/api/media/${body.doc.id}?${query}`,
      {},
    )
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      400,
      expect.stringContaining('long and thin'),
    ])
  })

  it('is one with too many frames', async () => {
    const { status, body } = await upload({ data: await animation(1001), name: 'a.gif' })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('1001 frames')])
  })
})

describe('an upload', () => {
  it('is stored with its sizes and served to anyone', async () => {
    const { status, body } = await upload({ data: await picture('jpeg'), name: 'Field 3.JPG' })

    expect(status).toBe(201)
    expect(body.doc).toMatchObject({
      alt: 'A robot',
      filename: expect.stringMatching(/^field-3-[0-9a-f]{32}\.jpg$/),
      mimeType: 'image/jpeg',
      width: 1800,
      height: 1200,
      sizes: {
        thumbnail: { width: 320, height: 240, mimeType: 'image/jpeg' },
        card: { width: 768, height: 512 },
        hero: { width: 1600, height: 1067 },
      },
    })
    for (const { url, width, filesize } of versionsOf(body.doc)) {
      const file = await fetchFile(url!)
      expect(file.status).toBe(200)
      expect(file.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(filesize),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none';frame-ancestors 'none';sandbox",
        'cache-control': 'public, max-age=31536000, immutable',
      })
      expect((await sharp(file.body).metadata()).width).toBe(width)
    }
  })

  it.each([
    ['png', 'png'],
    ['webp', 'webp'],
    ['gif', 'webp'],
    ['avif', 'webp'],
  ] as const)('of %s is stored as %s', async (format, stored) => {
    const { status, body } = await upload({ data: await picture(format, 400, 300) })

    expect(status).toBe(201)
    expect(body.doc).toMatchObject({
      filename: expect.stringMatching(new RegExp(`\\.${stored}$`)),
      mimeType: `image/${stored}`,
    })
    const { body: bytes, headers } = await fetchFile(body.doc.url)
    expect(headers['content-type']).toBe(`image/${stored}`)
    expect((await sharp(bytes).metadata()).format).toBe(stored)
  })

  it('keeps an animation moving', async () => {
    const { body } = await upload({ data: await animation(5), name: 'dance.gif' })

    expect(body.doc).toMatchObject({ mimeType: 'image/webp', width: 60, height: 40 })
    const { body: bytes } = await fetchFile(body.doc.url)
    expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({
      pages: 5,
      pageHeight: 40,
    })
  })

  it('of a phone is turned upright, and does not tell where it was taken', async () => {
    const photo = await phonePhoto()
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('Robophone')

    const { body } = await upload({ data: photo })

    expect(body.doc).toMatchObject({ width: 300, height: 400 })
    for (const { url } of [body.doc, body.doc.sizes.thumbnail]) {
      const { body: bytes } = await fetchFile(url)
      const { exif, orientation } = await sharp(bytes).metadata()
      expect([exif, orientation]).toEqual([undefined, undefined])
      expect(bytes.toString('latin1')).not.toContain('Robophone')
    }
  })

  it('of fifteen megabytes goes through, and what is served is of a bounded size', async () => {
    const data = await heavyPicture(2900, 1900)
    expect(data.length).toBeGreaterThan(15 * megabyte)

    const { status, body } = await upload({ data })

    expect(status).toBe(201)
    expect(body.doc).toMatchObject({ width: 2560, height: 1677 })
  })

  it('is what its content is, whatever it is called', async () => {
    const data = await picture('jpeg', 100, 100)
    const { status, body } = await upload({ data, name: 'notes.txt', type: 'text/html' })

    expect(status).toBe(201)
    expect(body.doc).toMatchObject({
      filename: expect.stringMatching(/^notes-[0-9a-f]{32}\.jpg$/),
      mimeType: 'image/jpeg',
    })
  })

  it('loses what was hidden behind the picture', async () => {
    const data = Buffer.concat([
      await picture('png', 100, 100),
      Buffer.from('PK\x03\x04<script>alert(1)</script>'),
    ])
    const { status, body } = await upload({ data })

    expect(status).toBe(201)
    expect((await fetchFile(body.doc.url)).body.toString('latin1')).not.toContain('script')
  })
})

describe('a file that is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const cutOff = async (format: 'jpeg' | 'png' | 'webp') => {
    const whole = await sharp(await heavyPicture(300, 200))
      .toFormat(format)
      .toBuffer()
    return whole.subarray(0, whole.length / 2)
  }
  const noImage = /not an image|damaged/

  it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['HTML', () => Buffer.from('<html><script>alert(1)</script></html>'), noImage],
    ['SVG', () => Buffer.from(svg), noImage],
    ['SVG with an XML declaration', () => Buffer.from(`<?xml version="1.0"?>${svg}`), noImage],
    ['a program', () => Buffer.from(`MZ${'\0'.repeat(200)}PE`), noImage],
    ['a ZIP', () => Buffer.from('504b0304140000000000', 'hex'), noImage],
    ['a PDF', () => Buffer.from('%PDF-1.7\n%%EOF'), noImage],
    ['text', () => Buffer.from('hello'), noImage],
    ['nothing', () => Buffer.alloc(0), noImage],
    ['half a JPEG', () => cutOff('jpeg'), noImage],
    ['half a PNG', () => cutOff('png'), noImage],
    ['half a WebP', () => cutOff('webp'), noImage],
    ['a bomb of 30,000 by 30,000 pixels', () => decompressionBomb(30_000), /900 million pixels/],
  ])('%s in a .png', async (_name, make, reason) => {
    const data = await make()
    const [docs, memory] = [await count(), process.memoryUsage().rss]

    for (const type of ['image/png', 'image/svg+xml', 'text/html']) {
      const { status, body } = await upload({ data, type })

      expect(status).toBe(400)
      const [problem] = body.errors[0].data.errors
      expect(problem).toEqual({ path: 'file', message: expect.stringMatching(reason) })
    }
    expect(await count()).toBe(docs)
    expect(process.memoryUsage().rss - memory).toBeLessThan(300 * megabyte)
  })

  it('one of somebody who is not signed in, before it is read', async () => {
    const { status } = await send(platform.url, '/api/media', {
      method: 'POST',
      headers: {
        'Content-Type': 'multipart/form-data; boundary=x',
        'Content-Length': String(megabyte),
      },
      unfinished: true,
    })
    expect(status).toBe(403)
  })

  it('one of somebody who is suspended', async () => {
    const { user, token: theirs } = await signedInUser(platform.payload)
    await platform.payload.update({
      collection: 'users',
      id: user.id,
      data: { suspended: true },
      overrideAccess: true,
    })
    expect((await upload({ data: await picture(), token: theirs })).status).toBe(403)
  })

  it('one without an alternative text leaves no file', async () => {
    const { status, body } = await upload({ data: await picture(), fields: {} })
    expect(status).toBe(400)
    expect(body.errors[0].data.errors).toMatchObject([{ path: 'alt' }])
  })

  it('one that the server would have to fetch', async () => {
    let asked = false
    const mine = await import('node:http').then(({ createServer }) =>
      createServer((_req, res) => {
        asked = true
        res.end()
      }).listen(0, '127.0.0.1'),
    )
    await once(mine, 'listening')
    const { port } = mine.address() as { port: number }
    const url = `http://127.0.0.1:${port}/image.png`

    const { status } = await clientOf(platform.url, token).post('/api/media', {
      alt: 'A robot',
      filename: 'image.png',
      url,
    })

    expect([status, asked]).toEqual([400, false])
    mine.close()
  })
})

describe('names', () => {
  it.each([
    ['../../../etc/passwd.png', /^passwd-/],
    ['..\\..\\boot.png', /^boot-/],
    ['/etc/robot.png', /^robot-/],
    ['Größe & Höhe.png', /^grosse-hohe-|^gro-e-hohe-/],
    ['机器人.png', /^image-/],
    ['.htaccess', /^htaccess-/],
    ['a"; filename="b.html', /^a-22-filename-22b-/],
    ['con.png', /^con-/],
    ['robot.png.exe', /^robot-png-/],
  ])('%p is made harmless', async (name, expected) => {
    const { status, body } = await upload({ data: await picture('png', 20, 20), name })

    expect(status).toBe(201)
    expect(body.doc.filename).toMatch(expected)
    expect(body.doc.filename).toMatch(/^[a-z0-9-]+-[0-9a-f]{32}\.png$/)
    expect((await fetchFile(body.doc.url)).status).toBe(200)
  })

  it('are short', async () => {
    const name = `${'long'.repeat(200)}.png`
    const { body } = await upload({ data: await picture('png', 20, 20), name })
    expect(body.doc.filename).toMatch(/^(long){15}-[0-9a-f]{32}\.png$/)
  })

  it('never meet, though ten of the same come at once', async () => {
    const pictures = await Promise.all(
      Array.from({ length: 10 }, (_, index) => picture('png', 330 + index, 300)),
    )

    const answers = await Promise.all(pictures.map((data) => upload({ data, name: 'same.png' })))

    for (const [index, { status, body }] of answers.entries()) {
      expect(status).toBe(201)
      const { body: bytes } = await fetchFile(body.doc.url)
      expect((await sharp(bytes).metadata()).width).toBe(330 + index)
    }
    expect(new Set(answers.flatMap(({ body }) => filesOf(body.doc))).size).toBe(20)
  })

  it('do not lead out of the folder', async () => {
    await writeFile(path.join(platform.dataDir, 'secret.txt'), 'hidden')
    for (const name of ['..%2fsecret.txt', '%2e%2e%2fsecret.txt', '..%5csecret.txt', 'x%00.png']) {
      const { status, body } = await fetchFile(`/api/media/file/${name}`)
      expect([403, 404]).toContain(status)
      expect(body.toString()).not.toContain('hidden')
    }
    expect((await fetchFile('/api/media/file/..')).body.toString()).not.toContain('hidden')
    expect((await fetchFile('/api/media/file/nothing.png')).status).toBe(404)
  })
})

describe('what a client says of a file', () => {
  const forged = {
    alt: 'A robot',
    filesize: 1,
    width: 1,
    height: 1,
    mimeType: 'image/gif',
    prefix: 'elsewhere',
    thumbnailURL: 'https://example.com/x.png',
    createdBy: 1,
  }

  it('is not believed', async () => {
    const { user, token: mine } = await signedInUser(platform.payload)
    const created = await upload({
      data: await picture('png', 40, 30),
      fields: forged,
      token: mine,
    })
    const changed = await clientOf(platform.url, mine).patch(`/api/media/${created.body.doc.id}`, {
      ...forged,
      alt: 'Another robot',
      filename: 'other.png',
      url: '/api/media/file/other.png',
      sizes: { thumbnail: { filename: 'other.png' } },
    })

    for (const { body } of [created, changed]) {
      expect(body.doc).toMatchObject({
        width: 40,
        height: 30,
        mimeType: 'image/png',
        filename: created.body.doc.filename,
        url: created.body.doc.url,
        createdBy: { id: user.id },
      })
      expect(body.doc.filesize).toBe(created.body.doc.filesize)
      expect(body.doc.prefix || null).toBeNull()
    }
    expect(changed.body.doc.alt).toBe('Another robot')
  })
})

describe('serving', () => {
  const stored = async () => {
    const { body } = await upload({ data: await picture('png', 100, 100) })
    return body.doc as { id: number; url: string; filesize: number; filename: string }
  }

  it('gives a part of a file', async () => {
    const { url, filesize } = await stored()
    const whole = await fetchFile(url)

    const part = await fetchFile(url, { Range: 'bytes=10-19' })
    const end = await fetchFile(url, { Range: 'bytes=-5' })
    const beyond = await fetchFile(url, { Range: `bytes=${filesize}-` })

    expect(part.status).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 10-19/${filesize}`)
    expect(part.body).toEqual(whole.body.subarray(10, 20))
    expect(end.body).toEqual(whole.body.subarray(-5))
    expect(beyond.status).toBe(416)
    expect(beyond.headers['content-range']).toBe(`bytes */${filesize}`)
  })

  it('says when a browser has the file already', async () => {
    const { url } = await stored()
    const { headers } = await fetchFile(url)

    const known = await fetchFile(url, { 'If-None-Match': headers.etag! })
    const other = await fetchFile(url, { 'If-None-Match': '"other"' })

    expect([known.status, known.body.length]).toEqual([304, 0])
    expect(other.status).toBe(200)
  })

  it('closes files that are not read to their end', async () => {
    const { body } = await upload({ data: await heavyPicture(1200, 900) })
    const { url, filename } = body.doc
    for (let round = 0; round < 20; round += 1) {
      const sent = open(platform.url, url)
      await once(sent, 'response')
      sent.destroy()
      await send(platform.url, url, { method: 'HEAD' })
    }
    if (process.platform !== 'linux') return

    const isOpen = async () => {
      const open = await readdir('/proc/self/fd')
      const targets = await Promise.all(
        open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
      )
      return targets.some((target) => target.endsWith(filename))
    }
    while (await isOpen()) await new Promise((resolve) => setTimeout(resolve, 20))
  })
})

describe('a change', () => {
  it('of the picture replaces all its files', async () => {
    const { body: first } = await upload({ data: await picture('png', 900, 700) })
    const { status, body } = await replaceImage(platform.url, first.doc.id, {
      data: await picture('jpeg', 500, 400),
      fields: {},
      token,
    })

    expect(status).toBe(200)
    expect(body.doc).toMatchObject({ alt: 'A robot', mimeType: 'image/jpeg', width: 500 })
    const left = await files()
    for (const name of filesOf(first.doc)) expect(left).not.toContain(name)
    for (const name of filesOf(body.doc)) expect(left).toContain(name)
    expect((await fetchFile(first.doc.url)).status).toBe(404)
  })

  it('that is refused leaves the old picture', async () => {
    const { body } = await upload({ data: await picture('png', 900, 700) })
    const { id, url } = body.doc

    const noText = await replaceImage(platform.url, id, {
      data: await picture('jpeg'),
      fields: { alt: '' },
      token,
    })
    const noImage = await replaceImage(platform.url, id, { data: Buffer.from('x'), token })
    const stranger = await replaceImage(platform.url, id, {
      data: await picture('jpeg'),
      token: (await signedInUser(platform.payload)).token,
    })

    expect([noText.status, noImage.status, stranger.status]).toEqual([400, 400, 403])
    expect((await fetchFile(url)).status).toBe(200)
  })

  it('of the text alone keeps the files', async () => {
    const { body } = await upload({ data: await picture() })
    const { id, filename, url } = body.doc
    const changed = await clientOf(platform.url, token).patch(`/api/media/${id}`, { alt: 'B' })
    expect(changed.body.doc).toMatchObject({ alt: 'B', filename, url })
  })

  it('of the focal point or the crop makes new files of the stored picture', async () => {
    const { body } = await upload({ data: await picture('png', 900, 700) })
    const { id } = body.doc

    const focused = await replaceImage(
      platform.url,
      id,
      { token },
      '?uploadEdits[focalPoint][x]=10&uploadEdits[focalPoint][y]=90',
    )
    const cropped = await replaceImage(
      platform.url,
      id,
      { token },
      '?uploadEdits[crop][x]=0&uploadEdits[crop][y]=0&uploadEdits[widthInPixels]=450' +
        '&uploadEdits[heightInPixels]=350',
    )

    expect(focused.status).toBe(200)
    expect(focused.body.doc).toMatchObject({ focalX: 10, focalY: 90, width: 900 })
    expect(cropped.status).toBe(200)
    expect(cropped.body.doc).toMatchObject({ width: 450, height: 350 })
    expect(cropped.body.doc.filename).not.toBe(body.doc.filename)
    const { body: bytes } = await fetchFile(cropped.body.doc.url)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 450, height: 350 })
  })

  it('is no copy: a picture is not duplicated', async () => {
    const { body } = await upload({ data: await picture('png', 20, 20) })
    const route = `/api/media/${body.doc.id}/duplicate`
    expect((await clientOf(platform.url, token).post(route, {})).status).toBe(404)
  })

  it('that deletes it removes all its files', async () => {
    const { body } = await upload({ data: await picture() })
    const answer = await clientOf(platform.url, token).delete(`/api/media/${body.doc.id}`)

    expect(answer.status).toBe(200)
    const left = await files()
    for (const name of filesOf(body.doc)) expect(left).not.toContain(name)
    expect((await fetchFile(body.doc.url)).status).toBe(404)
  })
})
