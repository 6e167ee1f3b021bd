import type { Payload } from 'payload'

import { entityTagOfBody } from '../../http/conditionalRequests.ts'
import type { ReadResponse } from '../../http/responseCache/cacheableRead.ts'
import { servicesOf } from '../../shared/services.ts'
import { compileFlags } from './compile.ts'
import { lastChange, nextChange } from './rules.ts'

/** GrowthBook's clients look at this header before they open a stream. */
const streamHeader = ['X-SSE-Support', 'enabled']

/**
 * The flags for apps as GrowthBook's SDK payload. Rules that name people are not in it.
 *
 * GrowthBook's clients take a payload for new when its `dateUpdated` is another one.
 */
export async function readAppPayload(payload: Payload): Promise<ReadResponse> {
  const { flags } = servicesOf(payload)
  await flags.load()
  const { definitions } = flags.current()
  const now = new Date().getTime()
  const forApps = definitions.filter(({ isForApps }) => isForApps)
  const body = JSON.stringify({
    status: 200,
    features: compileFlags(forApps, now, 'apps'),
    dateUpdated: new Date(Math.max(flags.version, lastChange(forApps, now))).toISOString(),
  })
  return {
    body,
    tag: entityTagOfBody(body),
    eventIds: [],
    showsFlags: true,
    headers: streamHeader,
    changesAt: nextChange(forApps, now),
  }
}
