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

/** Payload caches one instance in the process: the next test file must not get this one. */
export function clearCachedPayload(): void {
  const { _payload: cache } = globalThis as { _payload?: Map<string, unknown> }
  cache?.clear()
}
