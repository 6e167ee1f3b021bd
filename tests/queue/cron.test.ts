import { afterAll, describe, expect, it } from '@jest/globals'
import { createTask, shutdown } from 'node-cron'

import { dueAfter, hasMissed } from '../../src/queue/cron.ts'
import { scheduledTasks } from '../../src/queue/scheduledTasks.ts'

const crons = [
  ...Object.values(scheduledTasks).map(({ cron }) => cron),
  '0 0 29 2 *',
  '30 12 13 * 5',
  '15,45 8-18/2 * * 1-5',
  '5-45/20 * 1,15 */3 *',
  '0 6 * * 7',
]

afterAll(() => shutdown())

describe('the time after which a cron expression is due', () => {
  it.each(crons)(
    'is the first at which node-cron fires: %s',
    (cron) => {
      const clock = createTask(cron, () => undefined, { timezone: 'UTC' })
      let due = new Date('2026-11-22T23:58:30.500Z')
      for (let time = 0; time < 6; time += 1) {
        const from = due.getTime()
        due = dueAfter(cron, due)
        // Every minute between the two: node-cron fires at none of them. A week's worth, at most.
        const between = []
        const first = Math.floor(from / 60_000) * 60_000 + 60_000
        for (let at = first; at < Math.min(due.getTime(), first + 7 * 86_400_000); at += 60_000) {
          if (clock.match(new Date(at))) between.push(new Date(at))
        }
        expect(between).toEqual([])
        expect(clock.match(due)).toBe(true)
        expect(due.getTime()).toBeGreaterThan(from)
      }
    },
    60_000,
  )

  it('is later than an instant at which it is due', () => {
    expect(dueAfter('*/10 * * * *', new Date('2026-11-23T10:10:00Z'))).toEqual(
      new Date('2026-11-23T10:20:00Z'),
    )
  })

  it.each(['61 * * * *', 'FOO * * * *', '*/0 * * * *', '5-1 * * * *', '0 0 31 2 *'])(
    'does not exist for an invalid expression or a day that never comes: %s',
    (cron) => {
      expect(() => dueAfter(cron, new Date())).toThrow()
    },
  )
})

describe('a task', () => {
  const since = new Date('2026-11-23T10:00:00Z')

  it('has missed three runs when the third is due, and not before', () => {
    const missedBy = (now: string) => hasMissed('*/5 * * * *', 3, since, new Date(now))

    expect(missedBy('2026-11-23T10:14:59Z')).toBe(false)
    expect(missedBy('2026-11-23T10:15:00Z')).toBe(true)
  })
})
