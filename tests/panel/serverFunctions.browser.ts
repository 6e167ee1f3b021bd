import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'

import { serverFunctionNames } from '../../src/panel/serverFunctionNames.ts'
import { eventually } from '../support/eventually.ts'
import { type Panel, sessionOf } from '../support/panel.ts'

/** The id of the panel's one server action, as any page of the panel has it. */
function actionId(): string {
  const manifest = readFileSync('.next/server/server-reference-manifest.json', 'utf8')
  const { node } = JSON.parse(manifest) as { node: Record<string, unknown> }
  return Object.keys(node)[0]!
}

export function serverFunctionTests(panel: Panel): void {
  const call = async (body: string, type = 'text/plain;charset=UTF-8', cookie = '') => {
    const headers = { 'Next-Action': actionId(), 'Content-Type': type, cookie }
    const response = await fetch(`${panel.url}/admin`, { method: 'POST', headers, body })
    return { status: response.status, length: (await response.text()).length }
  }

  const missing = [...Object.getOwnPropertyNames(Object.prototype), 'nothing', '']

  it.each(missing)('that does not exist is not found: %j', async (name) => {
    const { status, length } = await call(JSON.stringify([{ name, args: {} }]))

    expect(status).toBe(404)
    expect(length).toBeLessThan(1000)
  })

  it.each([
    '[{}]',
    '[]',
    '[null]',
    '["$undefined"]',
    '[[]]',
    '[{"name":["form-state"],"args":{}}]',
  ])('is not found for arguments of another shape: %s', async (body) =>
    expect((await call(body)).status).toBe(404),
  )

  it.each(['', 'x', '{', '["$F1"]', '[{"name":"$Z9"}]', '\0'])(
    'cannot be called with what cannot be read: %j',
    async (body) => expect([400, 404]).toContain((await call(body)).status),
  )

  it('cannot be called with a broken form', async () => {
    const { status } = await call('--x\r\nnothing', 'multipart/form-data; boundary=x')
    expect([400, 404]).toContain(status)
  })

  it.each([
    '--x\r\nnothing',
    '',
    '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_x"\r\n\r\n\r\n--x--',
    '--x\r\nContent-Disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--x--',
  ])('cannot be called with a broken form without scripts: %j', async (body) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
    const { status } = await fetch(`${panel.url}/admin`, { method: 'POST', headers, body })
    expect([400, 404]).toContain(status)
  })

  it.each([...serverFunctionNames])('%s does nothing for an anonymous caller', async (name) => {
    const { status, length } = await call(JSON.stringify([{ name, args: {} }]))

    expect([200, 404]).toContain(status)
    expect(length).toBeLessThan(1000)
  })

  const malformed = [
    {},
    null,
    [],
    { collectionSlug: 'nothing' },
    { collectionSlug: 5 },
    { collectionSlug: '__proto__' },
    { collectionSlug: 'events', id: 'x', data: 5, formState: 7, query: 5, columns: 7 },
    { collectionSlug: 'events', query: { where: { title: { like: {} } }, page: 'x', limit: -1 } },
    { slug: 'events', widgetSlug: 5, path: 5, schemaPath: 'events.nothing', value: {} },
  ]

  it.each([...serverFunctionNames])(
    '%s is no fault of the server for staff, whatever its arguments',
    async (name) => {
      const cookie = `payload-token=${await sessionOf(panel)}`
      const statuses = []
      for (const args of malformed) {
        const body = JSON.stringify([{ name, args }])
        statuses.push((await call(body, undefined, cookie)).status)
      }

      expect(statuses.filter((status) => status !== 200 && status !== 400)).toEqual([])
    },
  )

  it.each(['render-list', 'render-document', 'slugify'])(
    '%s is 400 for staff without arguments, and the log says why',
    async (name) => {
      const cookie = `payload-token=${await sessionOf(panel)}`
      const { status } = await call(JSON.stringify([{ name, args: {} }]), undefined, cookie)

      expect(status).toBe(400)
      await eventually(
        () => Promise.resolve(panel.output()),
        (output) => output.includes(`The server function \\"${name}\\" failed`),
      )
    },
  )

  describe('the list of names', () => {
    it("has all of Payload's", () => {
      const file = 'node_modules/@payloadcms/next/dist/utilities/handleServerFunctions.js'
      const [, table] = /baseServerFunctions = \{([^}]*)\}/.exec(readFileSync(file, 'utf8'))!
      const names = table!.split(',').map((line) => line.split(':')[0]!.replaceAll("'", '').trim())

      expect(names.sort()).toEqual([...serverFunctionNames].sort())
    })
  })
}
