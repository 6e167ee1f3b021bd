import type { SanitizedConfig } from 'payload'

import type { Route } from '../route.ts'
import { examples } from './examples.ts'
import type { DescribedMessage } from './messages.ts'
import { payloadPaths, restTag } from './payloadRest.ts'
import { payloadSchemas, publicCollections } from './payloadSchemas.ts'
import { v1Document } from './v1.ts'

/** What the groups of operations are for. */
const tagDescriptions: Record<string, string> = {
  Events: 'Lists, reads and changes events. A part of the contract v1.',
  Registering: 'Takes a place, holds seats, gives a place back. A part of the contract v1.',
  Calendars: 'Events as calendar files and feeds (RFC 5545). A part of the contract v1.',
  'Signing in': 'Accounts, tokens and passwords. A part of the contract v1.',
  'Live updates':
    'Tells at once what changes. A part of the contract v1. Besides the streams below there is a WebSocket at ' +
    '`/api/v1/live/` (RFC 6455, subprotocol `robo-events.v1`) with JSON text messages. The client sends ' +
    '`{"type": "auth", "token"}`, `{"type": "subscribe", "event"}`, `{"type": "unsubscribe", "event"}`, ' +
    '`{"type": "registrations"}` and `{"type": "ping"}`. The server sends `authenticated`, `subscribed`, ' +
    '`seats`, `updated`, `cancelled`, `registration`, `pong` and `error`, with the data of the streams. A token ' +
    'can also come in the `Authorization` header. A token that is not valid, or no longer, closes it with ' +
    '4401; a server that stops, with 1012. A plain `GET` there answers 426.',
  Webhooks:
    'Endpoints of other programs, which get a message for each change. For staff. A part of the contract v1.',
  'Feature flags':
    'Switches for features of apps: as GrowthBook’s SDK payload, or evaluated here by the OpenFeature Remote ' +
    'Evaluation Protocol. A part of the contract v1.',
  Health: 'Whether the platform works.',
  GraphQL: 'The same collections as in REST, by GraphQL.',
  [restTag('platform')]: 'Routes of no collection: access and background jobs.',
}

const describedTag = (name: string) => ({
  name,
  description: tagDescriptions[name] ?? `${name.replace(/^REST: /, '')}: Payload's REST.`,
})

type Paths = Record<string, Record<string, { description?: string; summary?: string }>>

/**
 * The paths of v1 without the slash at their ends, which is optional there, and with a description for each
 * operation. The frozen document of v1 has them with the slash.
 */
const v1Paths = (paths: Paths): Paths =>
  Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path.replace(/\/$/, ''),
      Object.fromEntries(
        Object.entries(methods).map(([method, one]) => [
          method,
          { ...one, description: one.description ?? `${one.summary}.` },
        ]),
      ),
    ]),
  )

/**
 * The OpenAPI 3.1 document of all surfaces for apps: v1 from the schemas that validate its requests, the
 * rest from Payload's config.
 */
export function openApiDocument(
  config: SanitizedConfig,
  routes: Route[],
  messages: DescribedMessage[],
) {
  const v1 = v1Document(routes, messages)
  const schemas = { ...v1.components?.schemas, ...payloadSchemas(config) }
  const tags = [
    ...(v1.tags ?? []).map(({ name }) => name),
    ...publicCollections(config).map(({ slug }) => restTag(slug)),
    restTag('platform'),
    'GraphQL',
  ]
  return {
    ...v1,
    info: {
      ...v1.info,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'The operator of this server' },
    },
    servers: [{ url: config.serverURL || '/', description: 'This server' }],
    tags: [...new Set(tags)].map(describedTag),
    paths: { ...v1Paths(v1.paths as Paths), ...payloadPaths(config) },
    components: {
      ...v1.components,
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [
          name,
          name in examples ? { ...schema, examples: [examples[name]] } : schema,
        ]),
      ),
    },
  }
}
