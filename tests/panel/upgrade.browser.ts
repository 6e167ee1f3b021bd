import { expect, it } from '@jest/globals'

import type { Panel } from '../support/panel.ts'
import { send } from '../support/rawHttp.ts'

/** `curl --http2` and Java's client ask to upgrade with their first request. */
const headers = { connection: 'Upgrade', upgrade: 'h2c' }

export function upgradeTests(panel: Panel): void {
  it.each(['/admin/login', '/api/health/live', '/api/v1/events/'])(
    '%s is answered as usual, also after Next has served a page',
    async (path) => {
      await fetch(`${panel.url}/admin/login`)

      expect((await send(panel.url, path, { headers })).status).toBe(200)
    },
  )
}
