import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, Registry } from 'prom-client'

import type { Exposition } from './exposition.ts'

/** Milliseconds for a process to send its metrics. After that its last ones stand for it. */
const collectMs = 2000

/** Milliseconds that a process waits for the primary. */
const timeoutMs = 5000

type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** What the processes of a cluster tell each other about metrics. */
type Message =
  /** From a worker: it can be asked for its metrics. */
  | { metrics: 'ready' }
  /** From the primary: asks a worker for its own. */
  | { metrics: 'collect'; id: number }
  | { metrics: 'collected'; id: number; own: Metrics | undefined }
  /** From a worker: asks for those of all, which only the primary has. */
  | { metrics: 'request'; id: number }
  | { metrics: 'response'; id: number; text: string | undefined }

const isMessage = (message: unknown): message is Message =>
  typeof message === 'object' && message !== null && 'metrics' in message

/** An answer that another process sends. Undefined when it does not come in time. */
class Answers<Value> {
  private lastId = 0
  private readonly waiting = new Map<number, (value?: Value) => void>()

  request(send: (id: number) => void, withinMs: number): Promise<Value | undefined> {
    const id = (this.lastId += 1)
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.receive(id), withinMs)
      this.waiting.set(id, (value) => {
        clearTimeout(timer)
        resolve(value)
      })
      send(id)
    })
  }

  receive(id: number, value?: Value) {
    this.waiting.get(id)?.(value)
    this.waiting.delete(id)
  }
}

const sendToPrimary = (message: Message) => void process.send?.(message, () => undefined)

/**
 * The metrics of all processes, for a worker: any worker may receive the scrape, and only the primary has
 * the metrics of all.
 *
 * @param own the metrics of this process, which the primary collects
 */
export function requestFromPrimary(own: { contentType: string; registry: Registry }): Exposition {
  const answers = new Answers<string>()
  process.on('message', (message: unknown) => {
    if (!isMessage(message)) return
    if (message.metrics === 'response') answers.receive(message.id, message.text)
    if (message.metrics !== 'collect') return
    const { id } = message
    const send = (collected?: Metrics) =>
      sendToPrimary({ metrics: 'collected', id, own: collected })
    own.registry.getMetricsAsJSON().then(send, () => send())
  })
  sendToPrimary({ metrics: 'ready' })
  const text = async () => {
    const all = await answers.request((id) => sendToPrimary({ metrics: 'request', id }), timeoutMs)
    if (all === undefined) throw new Error('The primary has no metrics')
    return all
  }
  return { contentType: own.contentType, text }
}

/** Those that only grow. A collector takes a sum that falls for a restart of everything. */
const isCumulative = ({ type }: Metrics[number]) => ['counter', 'histogram'].includes(String(type))

/**
 * In the primary: collects the metrics of the workers, and sends them to a worker that requests them. A
 * worker that starts again is not waited for. What the ended one has counted stays in the sums.
 */
export function gatherMetrics(): Exposition {
  const ready = new Set<Worker>()
  const last = new Map<Worker, Metrics>()
  const answers = new Answers<Metrics>()
  let ended: Metrics = []

  async function collect(worker: Worker) {
    const send = (id: number) => {
      const message: Message = { metrics: 'collect', id }
      if (worker.isConnected()) worker.send(message, () => undefined)
    }
    const collected = await answers.request(send, collectMs)
    if (collected && ready.has(worker)) last.set(worker, collected)
  }

  async function text() {
    await Promise.all([...ready].map(collect))
    if (last.size === 0) throw new Error('No process has metrics yet')
    return AggregatorRegistry.aggregate([...last.values(), ended]).metrics()
  }

  async function respond(worker: Worker, id: number) {
    const message: Message = {
      metrics: 'response',
      id,
      text: await text().catch(() => undefined),
    }
    if (worker.isConnected()) worker.send(message, () => undefined)
  }

  cluster.on('message', (worker, message: unknown) => {
    if (!isMessage(message)) return
    if (message.metrics === 'ready') ready.add(worker)
    if (message.metrics === 'collected') answers.receive(message.id, message.own)
    if (message.metrics === 'request') void respond(worker, message.id)
  })
  cluster.on('exit', (worker) => {
    const counted = last.get(worker)?.filter(isCumulative)
    ready.delete(worker)
    last.delete(worker)
    if (!counted) return
    const sum = AggregatorRegistry.aggregate([ended, counted])
    void sum.getMetricsAsJSON().then((metrics) => (ended = metrics))
  })
  return { contentType: new Registry().contentType, text }
}
