import { expect, it } from '@jest/globals'

import { eventually } from '../support/eventually.ts'
import { type Panel, sessionOf } from '../support/panel.ts'
import { onCluster } from '../support/template.ts'

interface Line {
  level: number
  msg: string
  requestId?: string
  digest?: string
  err?: { message: string; stack: string }
}

export function logTests(panel: Panel): void {
  const lines = () =>
    panel
      .output()
      .split('\n')
      .filter((line) => line !== '')

  it('has the error of a page that cannot be rendered, with its digest and the request', async () => {
    const cookie = `payload-token=${await sessionOf(panel)}`
    const change = (statement: string) =>
      onCluster(panel.databaseUrl, (client) => client.query(statement))
    await change('ALTER TABLE payload_preferences RENAME TO elsewhere')
    const page = await fetch(`${panel.url}/admin/collections/events`, { headers: { cookie } })
    await change('ALTER TABLE elsewhere RENAME TO payload_preferences')
    const html = await page.text()

    expect(page.status).toBe(500)
    const isAboutPage = ({ msg, requestId }: Line) =>
      msg === 'A page of the panel could not be rendered' &&
      requestId === page.headers.get('x-request-id')
    const logged = await eventually(
      () => Promise.resolve(lines().map((line) => JSON.parse(line) as Line)),
      (all) => all.some(isAboutPage),
    )
    const errors = logged.filter(isAboutPage)
    for (const error of errors) {
      expect(error).toMatchObject({
        level: 50,
        err: { message: expect.stringContaining('payload_preferences'), stack: expect.any(String) },
      })
    }
    expect(errors.some(({ digest }) => digest !== undefined && html.includes(digest))).toBe(true)
  })

  it('has no error for arguments that cannot be read', () => {
    const errors = lines()
      .map((line) => JSON.parse(line) as Line)
      .filter(({ err }) => err?.message.includes('Connection closed'))

    expect(errors).toEqual([])
  })

  it('has no error for a picture that an anonymous caller has Next resize', async () => {
    const { status } = await fetch(`${panel.url}/_next/image?url=%2Fx&w=64&q=75`)
    // Errors of the test above may still arrive. They are about a table.
    const errors = lines().filter((line) => line.startsWith('{"level":50') && /image/i.test(line))

    expect([status, errors]).toEqual([404, []])
  })

  it('has lines of JSON alone, also those of Next', async () => {
    await fetch(`${panel.url}/admin/login`)

    expect(panel.output()).toContain('next.config.mjs')
    expect(lines().filter((line) => !/^\{"level":\d+,"time":\d+,.*\}$/.test(line))).toEqual([])
  })
}
