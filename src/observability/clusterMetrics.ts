import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'

import type { Exposition } from './exposition.ts'

/** Milliseconds to wait for the primary process, which waits five seconds for the workers. */
const timeoutMs = 6000

interface MetricsRequest {
  requestId: number
}

interface MetricsResponse {
  responseTo: number
  text: string | undefined
}

const isRequest = (message: unknown): message is MetricsRequest =>
  typeof message === 'object' && message !== null && 'requestId' in message

const isResponse = (message: unknown): message is MetricsResponse =>
  typeof message === 'object' && message !== null && 'responseTo' in message

let lastRequestId = 0

/**
 * The metrics of all processes, for a worker: any worker may receive the scrape, and only the primary has
 * the metrics of all.
 *
 * @param own the metrics of this process, which the primary collects
 */
export function requestFromPrimary(own: { contentType: string; registry: Registry }): Exposition {
  AggregatorRegistry.setRegistries([own.registry])
  // Its constructor adds the listener that answers the primary.
  new AggregatorRegistry()
  const text = () =>
    new Promise<string>((resolve, reject) => {
      const requestId = (lastRequestId += 1)
      const finish = (error?: Error, text = '') => {
        clearTimeout(timer)
        process.off('message', onMessage)
        if (error) reject(error)
        else resolve(text)
      }
      const onMessage = (message: unknown) => {
        if (!isResponse(message) || message.responseTo !== requestId) return
        finish(
          message.text === undefined ? new Error('A worker did not answer') : undefined,
          message.text,
        )
      }
      const timer = setTimeout(() => finish(new Error('The primary did not answer')), timeoutMs)
      process.on('message', onMessage)
      process.send?.({ requestId } satisfies MetricsRequest)
    })
  return { contentType: own.contentType, text }
}

/** In the primary: collects the metrics of the workers, and sends them to a worker that requests them. */
export function gatherMetrics(): Exposition {
  const all = new AggregatorRegistry()
  const text = () => all.clusterMetrics()
  const respond = async (worker: Worker, { requestId }: MetricsRequest) => {
    const response: MetricsResponse = {
      responseTo: requestId,
      text: await text().catch(() => undefined),
    }
    if (worker.isConnected()) worker.send(response, () => undefined)
  }
  cluster.on('message', (worker, message: unknown) => {
    if (isRequest(message)) void respond(worker, message)
  })
  return { contentType: all.contentType, text }
}
