import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { heavyPicture, picture } from '../factories/images.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { open } from '../support/rawHttp.ts'
import { eventually } from '../support/eventually.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { uploadImage } from '../support/upload.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ CLIENT_SECONDS: '0.4', UPLOADS_AT_ONCE: '1' })
})

afterAll(() => platform.stop())

/** A connection on which only that is said, and after that an email now and then. */
function trickle(opening: string) {
  const socket: Socket = connect(Number(new URL(platform.url).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
  const more = setInterval(() => socket.write('x'), 50)
  socket.write(opening)
  return new Promise<string>((resolve) => {
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(more)
      resolve(answer)
    })
  })
}

const head = (request: string, ...headers: string[]) =>
  [request, 'Host: localhost', ...headers, '', ''].join('\r\n')

const json = ['Content-Type: application/json', 'Content-Length: 10000']

it('headers that never end are cut off', async () => {
  expect(await trickle('GET /api/v1/events/ HTTP/1.1\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408/)
})

it.each([
  ['v1', 'POST /api/v1/auth/login/ HTTP/1.1'],
  ['Payload', 'POST /api/users/login HTTP/1.1'],
  ['GraphQL', 'POST /api/graphql HTTP/1.1'],
])('a body that trickles is cut off: %s', async (_surface, line) => {
  const answer = await trickle(head(line, ...json) + '{')

  expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout/)
  expect(answer).toMatch(/Connection: close/i)
  expect(answer).toContain('{"detail":"The body took too long to arrive."}')
})

it('a body that trickles ahead of the router is cut off', async () => {
  const { app, id } = await signedInApp(platform)
  const event = await createEvent(platform.payload)
  const token = accessTokenOf(platform.payload, id)

  const answer = await trickle(
    head(
      `POST /api/v1/events/${event.id}/register/ HTTP/1.1`,
      `Authorization: Bearer ${token}`,
      ...json,
    ) + '{',
  )

  expect(answer).toMatch(/^HTTP\/1\.1 408/)
  // Nothing was taken, and the place is still to be had.
  expect((await app.post(`events/${event.id}/register/`)).status).toBe(200)
})

it('files wait for their turn, and get it when a slow one has gone', async () => {
  const [slow, quick] = [await signedInUser(platform.payload), await signedInUser(platform.payload)]
  const order: string[] = []
  const sending = open(platform.url, '/api/media', {
    method: 'POST',
    headers: {
      Authorization: `JWT ${slow.token}`,
      'Content-Type': 'multipart/form-data; boundary=x',
      'Content-Length': '100000',
    },
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n',
    unfinished: true,
  })
  sending.on('error', () => undefined)
  // Longer than any other body may take.
  await sleep(600)
  const uploading = uploadImage(platform.url, { data: await picture(), token: quick.token }).then(
    ({ status }) => order.push(String(status)),
  )
  await sleep(300)
  order.push('the slow one goes')
  sending.destroy()
  await uploading

  expect(order).toEqual(['the slow one goes', '201'])
})

it('who asks and does not read is hung up on', async () => {
  const { token } = await signedInUser(platform.payload)
  const picture = await heavyPicture(2400, 2400)
  const { body } = await uploadImage(platform.url, { data: picture, token })
  const socket = connect(Number(new URL(platform.url).port), '127.0.0.1')
  let isClosed = false
  socket.on('error', () => undefined)
  socket.on('close', () => (isClosed = true))
  socket.pause()
  const asking = head(`GET ${body.doc.url} HTTP/1.1`)
  socket.write(asking.repeat(20))

  // A paused socket learns of its end when it writes.
  await eventually(
    () => {
      socket.write(asking)
      return Promise.resolve(isClosed)
    },
    (closed) => closed,
    10_000,
  )
})
