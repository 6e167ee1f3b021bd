import { afterEach, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

import { copyListeners } from '../../src/runtime/accepting/copyListeners.ts'

/** Clients that connect at once, in a thread of their own, and report when all have a response. */
const clients = `
  const { request } = require('node:http')
  const { parentPort, workerData } = require('node:worker_threads')
  let open = workerData.count
  for (let sent = 0; sent < workerData.count; sent += 1) {
    request({ port: workerData.port, agent: false }, (response) => {
      response.resume().on('end', () => (open -= 1) || parentPort.postMessage('answered'))
    }).end()
  }`

const count = 60
const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

/** How many turns of the event loop a busy server takes to answer all clients. */
async function turnsToAnswerAll(furtherListeners: number) {
  const server = createServer((_request, response) => response.end('here'))
  await new Promise<void>((resolve) => server.listen(0, resolve))
  cleanUps.push(() => server.close())
  if (furtherListeners > 0) cleanUps.push(await copyListeners(server, furtherListeners))
  const { port } = server.address() as AddressInfo
  const thread = new Worker(clients, { eval: true, workerData: { port, count } })
  cleanUps.push(() => thread.terminate())
  let isAnswered = false
  thread.once('message', () => (isAnswered = true))
  // Until the thread has started and connected, turns say nothing.
  await new Promise((resolve) => server.once('connection', resolve))
  let turns = 0
  for (; !isAnswered; turns += 1) {
    const until = performance.now() + 10
    while (performance.now() < until);
    await nextTurn()
  }
  return turns
}

it('accepts many connections in a turn of a busy event loop', async () => {
  expect(await turnsToAnswerAll(31)).toBeLessThan(count / 2)
})

it('accepts one with a single listener: what the further ones are for', async () => {
  expect(await turnsToAnswerAll(0)).toBeGreaterThanOrEqual(count - 10)
})

it('frees the port when all listeners are closed', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  const stop = await copyListeners(server, 3)
  stop()
  await new Promise((resolve) => server.close(resolve))

  const next = createServer()
  await new Promise<void>((resolve, reject) => next.once('error', reject).listen(port, resolve))
  await new Promise((resolve) => next.close(resolve))
})
