import { expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'

import { keyedMutex } from '../../src/shared/keyedMutex.ts'

it('work of one key waits for the work before it, also when that fails', async () => {
  const runOneAtATime = keyedMutex()
  const log: string[] = []
  const work = (name: string, fails = false) =>
    runOneAtATime('key', async () => {
      log.push(`${name} begins`)
      await sleep(1)
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })

  const results = await Promise.allSettled([work('one'), work('two', true), work('three')])

  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(log).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]))
})

it('work of another key does not wait', async () => {
  const runOneAtATime = keyedMutex()
  let finish: (() => void) | undefined
  const first = runOneAtATime('one', () => new Promise<void>((resolve) => (finish = resolve)))

  expect(await runOneAtATime('another', () => Promise.resolve('done'))).toBe('done')

  finish!()
  await first
})
