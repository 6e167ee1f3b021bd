import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createRequestListener } from '../../src/http/app.ts'
import { ResponseCache } from '../../src/http/responseCache/responseCache.ts'
import { RouteTable, routeEntry } from '../../src/http/routeTable.ts'
import { addV1 } from '../../src/http/v1.ts'
import { defineRoute, type Described } from '../../src/http/route.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import { notFound } from '../../src/shared/errors/Refusal.ts'
import { appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let server: Server
let app: Client

const route = (path: string, more: Partial<Described> = {}) =>
  defineRoute({
    method: 'get',
    path,
    operationId: path,
    summary: 'Made up',
    tag: 'Made up',
    audience: 'anyone',
    responses: { 200: { description: 'Made up' } },
    errors: [],
    ...more,
    handle: ({ http }) =>
      http.url.includes('fail') ? Promise.reject(notFound()) : Promise.resolve({}),
  })

const deprecation = { since: '2027-01-01T00:00:00Z', sunset: '2027-07-01T00:00:00Z' }

/** The platform's own router, with routes of which one is on its way out. */
beforeAll(async () => {
  platform = await startTestPlatform()
  const routes = [route('/old/', { deprecation }), route('/new/')]
  const { payload } = platform
  const env = readEnv()
  const table = new RouteTable(
    routeEntry({ name: 'none', kind: 'none', serve: ({ res }) => void res.end() }),
  )
  const nobody = () => undefined
  addV1(table, {
    env,
    payload,
    routes,
    cache: new ResponseCache(payload, env),
    fastPaths: [],
    cacheableReads: {},
    authenticate: nobody,
    checkToken: nobody,
  })
  server = createServer(createRequestListener({ env, payload, table }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  app = appOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await platform.stop()
})

it.each(['old/', 'old', 'old/?fail=1'])(
  '%s says since when it is deprecated (RFC 9745) and when it ends (RFC 8594)',
  async (path) => {
    const { headers } = await app.get(path)

    expect(headers.get('deprecation')).toBe('@1798761600')
    expect(headers.get('sunset')).toBe('Thu, 01 Jul 2027 00:00:00 GMT')
  },
)

it('a route that stays says nothing', async () => {
  const { headers } = await app.get('new/')

  expect([headers.get('deprecation'), headers.get('sunset')]).toEqual([null, null])
})
