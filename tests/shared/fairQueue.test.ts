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

    expect(began).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
  })

  it('serves a client with dear work after those with cheap work', async () => {
    const queue = new FairQueue({ concurrency: 1, maxWaiting: 9 })
    const began: string[] = []
    const add = (client: string, cost: number) =>
      queue.run(
        client,
        async () => {
          began.push(client)
          await new Promise(setImmediate)
        },
        () => cost,
      )

    await Promise.all([
      ...[100, 100].map((cost) => add('dear', cost)),
      ...[10, 10, 10].map((cost) => add('cheap', cost)),
      add('late', 1),
    ])

    expect(began).toEqual(['dear', 'cheap', 'late', 'cheap', 'cheap', 'dear'])
  })

  it('serves a new client before one that was served often', async () => {
    const { add, began, finish } = tracked(new FairQueue({ concurrency: 1, maxWaiting: 99 }))
    for (let number = 1; number <= 9; number += 1) void add('a', `a${number}`)
    for (let turn = 0; turn < 5; turn += 1) await finish()
    for (const name of ['b1', 'b2', 'b3', 'b4']) void add('b', name)
    for (let turn = 0; turn < 8; turn += 1) await finish()

    expect(began.slice(6)).toEqual(['b1', 'b2', 'b3', 'b4', 'a7', 'a8', 'a9'])
  })

  it('waits after dear work until it is paid off, and not after cheap work', async () => {
    const dear = { from: 1000, perSecond: 1000 }
    const queue = new FairQueue({ concurrency: 2, maxWaiting: 9, dear })
    const began: string[] = []
    const add = (name: string, cost: number) =>
      queue.run(
        name,
        () => {
          began.push(name)
          return Promise.resolve()
        },
        () => cost,
      )

    await add('cheap', 1000)
    await add('dear', 1300)
    const late = add('late', 1)
    expect(began).toEqual(['cheap', 'dear'])
    expect(queue.size).toBe(1)
    await late
    expect(began).toEqual(['cheap', 'dear', 'late'])
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
    expect(began).toEqual(['a1', 'b1', 'a2', 'a3'])
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
