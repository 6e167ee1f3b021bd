import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import type { Endpoint } from 'payload'

import { isAmbiguous } from '../../src/http/openapi/payloadRest.ts'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { v1Document } from '../../src/http/openapi/v1.ts'
import { messages, routes } from '../../src/composition/routes.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { operationsOf } from './answers.ts'
import { breakingChanges } from './breakingChanges.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(() => platform.stop())

/** Payload's own collections hold the panel's state and are no part of what apps are promised. */
const isInternal = (slug: string) => slug.startsWith('payload-')

/** Not in the document: removed routes, and routes of the panel that no template tells apart from others. */
const isDescribed = ({ custom, path }: Pick<Endpoint, 'custom' | 'path'>) =>
  custom?.isRemoved !== true && !isAmbiguous(path)

const openApiPath = (path: string) => path.replace(/:(\w+)\??/g, '{$1}').replace(/\/$/, '')

describe('the OpenAPI document', () => {
  it('is served at /api/openapi.json', async () => {
    const response = await fetch(`${platform.url}/api/openapi.json`)

    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ openapi: '3.1.0' })
  })

  it('has every route that exists', () => {
    const described = new Set(
      operationsOf(openApiDocument(platform.payload.config, routes, messages)).map(
        (one) => `${one.method} ${one.path}`,
      ),
    )
    const { collections, endpoints } = platform.payload.config
    const existing = [
      // OpenAPI cannot describe a WebSocket.
      ...routes
        .filter(({ socket }) => !socket)

        .map(({ isAtRoot, method, path }) => {
          const prefix = isAtRoot ? '' : '/api/v1'
          return `${method.toUpperCase()} ${prefix}${path.replace(/\/$/, '')}`
        }),
      ...endpoints.map((one) => `${one.method.toUpperCase()} /api${openApiPath(one.path)}`),
      ...collections
        .filter(({ slug }) => !isInternal(slug))
        .flatMap(({ endpoints: own, slug }) =>
          (own || [])
            .filter(isDescribed)
            .map((one) => `${one.method.toUpperCase()} /api/${slug}${openApiPath(one.path)}`),
        ),
    ]

    expect(existing.filter((route) => !described.has(route))).toEqual([])
  })

  it('names each operation once', () => {
    const ids = operationsOf(openApiDocument(platform.payload.config, routes, messages)).map(
      (one) => one.operationId,
    )

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('keeps all that v1 has ever promised', async () => {
    const frozen = JSON.parse(await readFile('docs/openapi-v1.json', 'utf8')) as object
    const current = JSON.parse(JSON.stringify(v1Document(routes, messages))) as object

    expect(breakingChanges(frozen, current)).toEqual([])
  })
})

/** Reaches into the document wherever it likes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of no use with types in its way
type Edit = (document: any) => void

describe('the check for breaking changes', () => {
  const change = (edit: Edit) => {
    const frozen = JSON.parse(JSON.stringify(v1Document(routes, messages))) as object
    const current = JSON.parse(JSON.stringify(frozen)) as object
    edit(current)
    return breakingChanges(frozen, current)
  }

  it.each<[string, Edit]>([
    ['a removed path', (d) => delete d.paths['/api/v1/events/']],
    ['a removed method', (d) => delete d.paths['/api/v1/events/'].post],
    [
      'a removed status',
      (d) => delete d.paths['/api/v1/events/{id}/register/'].post.responses[202],
    ],
    ['a removed property', (d) => delete d.components.schemas.Event.properties.title],
    ['a changed type', (d) => (d.components.schemas.Event.properties.id.type = 'string')],
    [
      'a narrower enum of a request',
      (d) => d.components.schemas.NewEvent.properties.status.enum.pop(),
    ],
    [
      'a tighter bound of a request',
      (d) => (d.components.schemas.NewEvent.properties.title.maxLength = 100),
    ],
    [
      'a new required property of a request',
      (d) => d.components.schemas.NewEvent.required.push('timezone'),
    ],
    ['a property that answers may now lack', (d) => d.components.schemas.Event.required.pop()],
    ['a removed parameter', (d) => d.paths['/api/v1/events/'].get.parameters.shift()],
  ])('sees %s', (_name, edit) => {
    expect(change(edit)).not.toEqual([])
  })

  it.each<[string, Edit]>([
    ['a new path', (d) => (d.paths['/api/v1/new/'] = {})],
    ['a new property', (d) => (d.components.schemas.Event.properties.extra = { type: 'string' })],
    [
      'a new optional parameter',
      (d) => d.paths['/api/v1/events/'].get.parameters.push({ name: 'x', in: 'query' }),
    ],
    ['other words', (d) => (d.paths['/api/v1/events/'].get.summary = 'New words')],
  ])('allows %s', (_name, edit) => {
    expect(change(edit)).toEqual([])
  })
})
