import { GRAPHQL_PLAYGROUND_GET } from '@payloadcms/next/routes'

import { Refusal } from '../../../shared/errors/Refusal.ts'
import { sendPayloadError } from '../../errors/sendError.ts'
import type { Serve } from '../../exchange.ts'
import { serveOtherMethods } from '../../otherMethods.ts'
import { routeEntry, type RouteTable } from '../../routeTable.ts'
import { graphqlHandler } from './graphqlHandler.ts'
import { bodyLimits, type PayloadRoutesOptions, servedByPayload } from '../servedByPayload.ts'

/** Adds GraphQL to the table, and its playground in development. */
export function addGraphql(table: RouteTable, options: PayloadRoutesOptions) {
  const { env, payload } = options
  const config = Promise.resolve(payload.config)
  const limits = bodyLimits(env)
  const served = servedByPayload(options)
  const sendError = sendPayloadError(payload)
  const refuse: Serve = (exchange) => {
    const detail =
      'Send GraphQL queries with POST, as JSON: {"query": "…", "variables": {…}}. Clients that begin with ' +
      'GET have a setting for it, such as `preferGetMethod: false` of urql.'
    sendError(exchange, new Refusal(405, 'method_not_allowed', detail, { Allow: 'POST' }))
  }
  const path = '/api/graphql'
  // A mutation of an anonymous caller, such as signing in, reads no public collection.
  const entry = { name: path, kind: 'graphql', replica: 'near' } as const
  const post = served(graphqlHandler(payload, env), limits)
  table.addBoth(['POST'], path, routeEntry({ ...entry, serve: post }))
  table.addBoth(['GET', 'HEAD'], path, routeEntry({ ...entry, serve: refuse }))
  const others = serveOtherMethods(['POST'], sendError)
  table.addBoth(['*'], path, routeEntry({ ...entry, serve: others }))
  if (env.NODE_ENV !== 'development') return
  const name = '/api/graphql-playground'
  const serve = served(GRAPHQL_PLAYGROUND_GET(config), limits)
  table.addBoth(['GET'], name, routeEntry({ name, kind: 'page', surface: 'playground', serve }))
}
