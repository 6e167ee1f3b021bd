import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { LiveClient, StreamClient } from '../support/liveClient.ts'
import { hasNginx, type Nginx, startNginx } from '../support/nginx.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const describeWithNginx = hasNginx ? describe : describe.skip

describeWithNginx('behind nginx, as docs/operations.md configures it', () => {
  let platform: TestPlatform
  let nginx: Nginx

  beforeAll(async () => {
    platform = await startTestPlatform({ TRUSTED_PROXIES: 'loopback', RATE_LIMITS: 'off' })
    nginx = await startNginx([platform.url])
  })

  afterAll(async () => {
    await nginx.stop()
    await platform.stop()
  })

  it('a WebSocket opens, is signed in, and gets each message at once', async () => {
    const { id } = await createEvent(platform.payload)
    const { app, id: user } = await signedInApp(platform)
    const client = await LiveClient.connect(nginx.url, {
      Authorization: `Bearer ${accessTokenOf(platform.payload, user)}`,
    })
    await client.next('authenticated')
    await client.subscribe(id)
    await app.post(`events/${id}/register/`, {})
    expect(await client.next('seats')).toMatchObject({ event: id, registered_count: 1 })
    await app.delete(`events/${id}/register/`)
    expect(await client.next('registration', { state: 'cancelled' })).toMatchObject({ event: id })
    await client.close()
  })

  it('a stream is not buffered, and a HEAD and a plain request work', async () => {
    const { id } = await createEvent(platform.payload)
    const { app } = await signedInApp(platform)
    const stream = await StreamClient.open(`${nginx.url}/api/v1/events/${id}/live/`)
    await stream.next('seats')
    await app.post(`events/${id}/register/`, {})
    expect(await stream.next('seats')).toMatchObject({ registered_count: 1 })
    const head = await fetch(`${nginx.url}/api/v1/events/${id}/live/`, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect((await fetch(`${nginx.url}/api/v1/events/${id}/`)).status).toBe(200)
    expect((await fetch(`${nginx.url}/api/v1/live/`)).status).toBe(426)
    await stream.close()
  })
})
