/**
 * Loaded into each measured process before its own program: says what it has used when it is asked,
 * and where the time went.
 */
import { Session } from 'node:inspector/promises'

import { selfTimes } from './profile.ts'

const session = new Session()
session.connect()

const usage = () => {
  const { user, system } = process.cpuUsage()
  return { cpuMillis: (user + system) / 1000, memoryBytes: process.memoryUsage.rss() }
}

async function answerTo(question: unknown): Promise<object | undefined> {
  switch (question) {
    case 'usage':
      return usage()
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
