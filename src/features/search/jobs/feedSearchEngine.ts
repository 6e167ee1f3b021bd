import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import type { Task } from '../../../queue/task.ts'
import { servicesOf } from '../../../shared/services.ts'
import { EngineUnavailable, type SearchEngine } from '../engine/searchEngine.ts'
import { beginBuild, buildStep, forgetLostIndexes } from '../feed/buildIndex.ts'
import { feedJob } from '../feed/feedJob.ts'
import { writeOutdated } from '../feed/writeOutdated.ts'
import { fedIndexes } from '../queries/indexes.ts'

/** The time after which a job makes way for the next one, so that no job runs for minutes. */
const sliceMs = 10_000

/** The time until the next attempt when the engine does not answer. */
const retryDelayMs = 2000

/** Whether an index has to be filled: none is searched, or somebody has begun one and was killed. */
async function needsBuild(payload: Payload, engine: SearchEngine): Promise<boolean> {
  await forgetLostIndexes(payload, engine)
  const indexes = await fedIndexes(poolOf(payload))
  if (indexes.length === 0) await beginBuild(payload, engine)
  return indexes.length === 0 || indexes.some(({ isLive }) => !isLive)
}

/** @returns whether there is more to do at once */
async function feed(payload: Payload, engine: SearchEngine, signal?: AbortSignal) {
  const began = performance.now()
  const hasTime = () => !signal?.aborted && performance.now() - began < sliceMs
  let isBuilding = await needsBuild(payload, engine)
  let written = 1
  while ((isBuilding || written > 0) && hasTime()) {
    if (isBuilding) isBuilding = (await buildStep(payload, engine)).state !== 'done'
    written = await writeOutdated(payload, engine)
  }
  return isBuilding || written > 0
}

/**
 * Writes to the search engine what has changed, and fills an index when none is there. While the engine does not
 * answer, the changes wait, and the next attempt follows soon.
 */
export const feedSearchEngine: Task = async ({ payload, signal }) => {
  const { searchEngine } = servicesOf(payload)
  if (!searchEngine) return
  try {
    if (!(await feed(payload, searchEngine, signal))) return
    await addJobs(poolOf(payload), [feedJob()])
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error
    payload.logger.debug({ err: error, msg: 'The search engine cannot be fed now' })
    const runAt = new Date(new Date().getTime() + retryDelayMs)
    await addJobs(poolOf(payload), [feedJob(runAt)], { keepsTime: true })
  }
}
