/**
 * Loaded into each measured process before its own program: says what it has used when it is asked,
 * and where the time went.
 */
import { Session } from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { selfTimes } from './profile.ts'

const session = new Session()
session.connect()

/** What a process holds when nothing is to be done. */
export interface Rest {
  /** What is left of the heap when the garbage is gone. */
  heapBytes: number
  rssBytes: number
  /** How many of each kind keep the process alive: sockets, timers, files. */
  resources: Record<string, number>
}

async function rest(): Promise<Rest> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What one collection makes free, such as what a finished one has told of, the next one collects.
  for (let round = 0; round < 5; round += 1) {
    collect()
    await sleep(100)
  }
  const resources: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1
  const { heapUsed, rss } = process.memoryUsage()
  return { heapBytes: heapUsed, rssBytes: rss, resources }
}

const usage = () => {
  const { user, system } = process.cpuUsage()
  return { cpuMillis: (user + system) / 1000, memoryBytes: process.memoryUsage.rss() }
}

async function answerTo(question: unknown): Promise<object | undefined> {
  switch (question) {
    case 'usage':
      return usage()
    case 'rest':
      return rest()
    case 'profile':
      await session.post('Profiler.enable')
      await session.post('Profiler.start')
      return {}
    case 'profiled':
      return selfTimes((await session.post('Profiler.stop')).profile)
    default:
      return undefined
  }
}

process.on('message', (question) => {
  void answerTo(question).then((answer) => answer && process.send?.(answer))
})

// However the benchmark ends, nothing of it is left behind.
process.on('disconnect', () => process.exit())
