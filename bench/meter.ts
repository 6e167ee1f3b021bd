/**
 * Loaded into each measured process before its program. Reports the use of processor and memory, and the
 * profile, when the benchmark asks over the message channel.
 */
import { Session } from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { selfTimes } from './profile.ts'

const session = new Session()
session.connect()

/** The memory and the handles of an idle process. */
export interface Rest {
  /** The used heap after garbage collection. */
  heapBytes: number
  rssBytes: number
  /** The number of handles of each kind that keep the process alive: sockets, timers, files. */
  resources: Record<string, number>
}

async function rest(): Promise<Rest> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // Several rounds: finalizers that run after one collection free memory for the next one.
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

async function reply(message: unknown): Promise<object | undefined> {
  switch (message) {
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

process.on('message', (message) => {
  void reply(message).then((answer) => answer && process.send?.(answer))
})

// The process exits with the benchmark, even when the benchmark crashes.
process.on('disconnect', () => process.exit())
