import { describe, expect, it } from '@jest/globals'

import { FairQueue, QueueFullError } from '../../src/shared/fairQueue.ts'

/** Work that runs until `finish`, and the order in which work began. */
function tracked(queue: FairQueue) {
  const began: string[] = []
  const finishers: (() => void)[] = []
  const add = (client: string, name = client) =>
    queue.run(client, () => {
      began.push(name)
      return new Promise<string>((resolve) => finishers.push(() => resolve(name)))
    })
  const finish = async () => {
    finishers.shift()!()
    await new Promise(setImmediate)
  }
  return { began, add, finish }
}

const settled = async (work: Promise<unknown>) =>
  work.then(
    (value) => value,
    (error: unknown) => error,
  )

describe('FairQueue', () => {
  it('runs as much at once as it may', async () => {
    const { add, began, finish } = tracked(new FairQueue({ concurrency: 2, maxWaiting: 9 }))
    void add('a', 'a1')
    void add('a', 'a2')
    void add('a', 'a3')

    expect(began).toEqual(['a1', 'a2'])
    await finish()
    expect(began).toEqual(['a1', 'a2', 'a3'])
  })

  it('serves clients one after the other', async () => {
    const { add, began, finish } = tracked(new FairQueue({ concurrency: 1, maxWaiting: 9 }))
    for (const name of ['a1', 'a2', 'a3', 'a4']) void add('a', name)
    for (const name of ['b1', 'b2']) void add('b', name)
    void add('c', 'c1')

    for (let turn = 0; turn < 7; turn += 1) await finish()

    expect(began).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
  })

  it('refuses what does not fit', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 2 })
    const { add } = tracked(queue)
    for (let sent = 0; sent < 3; sent += 1) void add('a')

    expect(await settled(add('a'))).toBeInstanceOf(QueueFullError)
    expect(queue.size).toBe(2)
  })

  it('gives up the newest of the longest line for a client that has fewer waiting', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 3 })
    const { add, began, finish } = tracked(queue)
    void add('a', 'a1')
    const waiting = ['a2', 'a3', 'a4'].map((name) => settled(add('a', name)))
    void add('b', 'b1')

    expect(await waiting[2]).toBeInstanceOf(QueueFullError)
    expect(queue.size).toBe(3)
    for (let turn = 0; turn < 4; turn += 1) await finish()
    expect(began).toEqual(['a1', 'a2', 'b1', 'a3'])
    expect(queue.size).toBe(0)
  })

  it('goes on after work that fails', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 3 })
    const failing = queue.run('a', () => Promise.reject(new Error('no')))
    const next = queue.run('a', () => Promise.resolve('next'))

    expect(await settled(failing)).toEqual(new Error('no'))
    expect(await next).toBe('next')
    expect(await queue.run('b', () => Promise.resolve('later'))).toBe('later')
  })
})
