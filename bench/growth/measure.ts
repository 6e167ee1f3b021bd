/**
 * The process that measures one size of `npm run bench:growth`: the server and the panel's reads in one
 * process, on a filled database, one request after another.
 */
import type { AddressInfo } from 'node:net'

import { createApp } from '../../src/composition/createApp.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { joinBackend } from '../../src/runtime/backend.ts'
import { people } from './fill.ts'
import type { Operation, Surroundings } from './operation.ts'
import { operationsOf } from './operations.ts'
import { planOf, StatementRecorder } from './recorder.ts'
import type { MeasuredOperation, MeasureOrder } from './types.ts'

const recorder = new StatementRecorder()

const warmUps = 3
/** A task runs once or twice a minute at most, and some take seconds. */
const taskRounds = 3

async function timed(operation: Operation, round: number): Promise<number> {
  const began = performance.now()
  await operation.run(round)
  return performance.now() - began
}

async function measure(operation: Operation, rounds: number): Promise<MeasuredOperation> {
  const { name, isInteractive } = operation
  const times: number[] = []
  const [warm, measured] = isInteractive ? [warmUps, rounds] : [1, taskRounds]
  for (let round = 0; round < warm; round += 1) await operation.run(round)
  let statements = recorder.take()
  for (let round = 0; round < measured; round += 1) {
    recorder.take()
    times.push(await timed(operation, warm + round))
    statements = recorder.take()
  }
  times.sort((a, b) => a - b)
  const slowest = statements.toSorted((a, b) => b.millis - a.millis)[0]
  return {
    name,
    isInteractive,
    millis: times[Math.floor(times.length / 4)]!,
    statements: statements.length,
    slowest: slowest && {
      text: slowest.text,
      millis: slowest.millis,
      plan: await planOf(process.env.DATABASE_URL!, slowest),
    },
  }
}

async function measureAll(
  surroundings: Surroundings,
  { only, rounds }: { only: string[]; rounds: number },
): Promise<MeasuredOperation[]> {
  const all: MeasuredOperation[] = []
  for (const operation of await operationsOf(surroundings)) {
    if (only.length > 0 && !only.some((start) => operation.name.startsWith(start))) continue
    console.error(`  ${operation.name}`)
    all.push(await measure(operation, rounds))
  }
  return all
}

async function carryOut(order: MeasureOrder) {
  const { env, payload, stop } = await joinBackend(true)
  if (order.what === 'migrate') return stop()
  const server = createHttpServer(createApp({ env, payload }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const admin = await payload.findByID({ collection: 'users', id: people.admin })
  return measureAll({ events: order.events, url, payload, admin }, order)
}

try {
  const order = JSON.parse(process.env.GROWTH_ORDER!) as MeasureOrder
  process.send!((await carryOut(order)) ?? true)
} catch (error) {
  console.error(error)
  process.exit(1)
}
