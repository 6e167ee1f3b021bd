import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SanitizedConfig } from 'payload'

const compiled = pathToFileURL(path.resolve('.build/tests/payload.config.mjs')).href

let loads = 0

/**
 * The config of Payload, evaluated anew with what the environment says now. The collections are
 * evaluated with it, because Payload changes them in place; all other modules stay as they are.
 */
export async function loadConfig(): Promise<SanitizedConfig> {
  const { default: config } = await import(`${compiled}?${(loads += 1)}`)
  return config
}

interface PayloadCaches {
  _payload?: Map<string, unknown>
  _payload_graphql?: { graphql: unknown; promise: unknown }
}

/** Payload caches one instance and one GraphQL schema in the process: the next file must get its own. */
export function clearCachedPayload(): void {
  const { _payload: instances, _payload_graphql: schema } = globalThis as PayloadCaches
  instances?.clear()
  // The route keeps this object, so its content has to go.
  if (schema) Object.assign(schema, { graphql: null, promise: null })
}
