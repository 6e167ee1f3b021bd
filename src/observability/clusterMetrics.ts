import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'

import type { Exposition } from './exposition.ts'

/** Milliseconds to wait for the first process, which waits five seconds for the others. */
const timeoutMs = 6000

interface Question {
  metricsFor: number
}

interface Answer {
  metricsOf: number
  text: string | undefined
}

const isQuestion = (message: unknown): message is Question =>
  typeof message === 'object' && message !== null && 'metricsFor' in message

const isAnswer = (message: unknown): message is Answer =>
  typeof message === 'object' && message !== null && 'metricsOf' in message

let asked = 0

/**
 * What all processes measure together. Any of them may be asked, and only the first knows them all.
 *
 * @param own what this process has to say when it is asked itself
 */
export function askFirstProcess(own: { contentType: string; registry: Registry }): Exposition {
  AggregatorRegistry.setRegistries([own.registry])
  // Only for what its constructor does: it answers the first process.
  new AggregatorRegistry()
  const text = () =>
    new Promise<string>((resolve, reject) => {
      const question = (asked += 1)
      const over = (error?: Error, answer = '') => {
        clearTimeout(timer)
        process.off('message', hear)
        if (error) reject(error)
        else resolve(answer)
      }
      const hear = (message: unknown) => {
        if (!isAnswer(message) || message.metricsOf !== question) return
        over(
          message.text === undefined ? new Error('They did not answer') : undefined,
          message.text,
        )
      }
      const timer = setTimeout(() => over(new Error('Nobody has answered')), timeoutMs)
      process.on('message', hear)
      process.send?.({ metricsFor: question } satisfies Question)
    })
  return { contentType: own.contentType, text }
}

/** In the first process: gathers what the others measure, for itself and for whoever of them asks. */
export function gatherMetrics(): Exposition {
  const all = new AggregatorRegistry()
  const text = () => all.clusterMetrics()
  const tell = async (worker: Worker, { metricsFor }: Question) => {
    const answer: Answer = { metricsOf: metricsFor, text: await text().catch(() => undefined) }
    if (worker.isConnected()) worker.send(answer, () => undefined)
  }
  cluster.on('message', (worker, message: unknown) => {
    if (isQuestion(message)) void tell(worker, message)
  })
  return { contentType: all.contentType, text }
}
