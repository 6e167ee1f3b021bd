import { expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'

import { inTurns } from '../../src/shared/inTurns.ts'

it('as many run at a time as it is wide, in order of arrival', async () => {
  const inTurn = inTurns(2)
  const began: number[] = []
  let running = 0
  let most = 0

  await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      inTurn(async () => {
        began.push(number)
        most = Math.max(most, (running += 1))
        await sleep(1)
        running -= 1
      }),
    ),
  )

  expect(began).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

it('a failure is its own, and lets the next one in', async () => {
  const inTurn = inTurns(1)
  const failing = inTurn(() => Promise.reject(new Error('one')))
  const following = inTurn(() => Promise.resolve('two'))

  await expect(failing).rejects.toThrow('one')
  expect(await following).toBe('two')
  expect(await inTurn(() => Promise.resolve('three'))).toBe('three')
})
