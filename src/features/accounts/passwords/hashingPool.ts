import { availableParallelism } from 'node:os'
import path from 'node:path'
import { Piscina } from 'piscina'

import { networkOf } from '../../../http/rateLimit/clientNetwork.ts'
import type { Env } from '../../../runtime/env/env.ts'
import { publish } from '../../../shared/diagnostics.ts'
import { Refusal } from '../../../shared/errors/Refusal.ts'
import { FairQueue, QueueFullError } from '../../../shared/fairQueue.ts'
import { getRequestContext } from '../../../shared/requestContext.ts'
import { hashedTexts, passwordText } from './passwordText.ts'
import type { Comparison, StoredPassword } from './storedForms.ts'

/** The compiled `thread.ts`. */
const program = path.resolve('.build/hashingThread.mjs')

/** Milliseconds after which an idle thread ends. A thread takes some megabytes and starts in 50 ms. */
const idleTimeoutMs = 30_000

/** The share of the newest duration in the mean. */
const newestShare = 0.1

/** One core stays free for the event loops; the processes of a cluster share the others. */
const threadsOf = ({ PASSWORD_THREADS, WEB_CONCURRENCY }: Env) =>
  PASSWORD_THREADS ?? Math.max(1, Math.floor((availableParallelism() - 1) / WEB_CONCURRENCY))

function tooBusy(seconds: number): Refusal {
  const headers = { 'Retry-After': String(seconds) }
  const refusal = new Refusal(
    503,
    'too_busy',
    `Too many people sign in at this moment. Try again in ${seconds} seconds.`,
    headers,
  )
  // Payload's surfaces drop the headers of an error.
  const response = getRequestContext()?.response
  if (response && !response.headersSent) response.setHeader('Retry-After', headers['Retry-After'])
  return refusal
}

/**
 * Hashes passwords in threads of its own. libuv's four threads read files, compress and look up names;
 * hashes must not fill them. What waits is bounded and fair between client addresses.
 */
export class HashingPool {
  private readonly piscina: Piscina
  private readonly comparing: FairQueue
  private readonly hashing: FairQueue
  private readonly threads: number
  private meanMs = 20

  constructor(env: Env) {
    this.threads = threadsOf(env)
    this.piscina = new Piscina({
      filename: program,
      minThreads: 0,
      maxThreads: this.threads,
      idleTimeout: idleTimeoutMs,
      // A thread needs no option and no secret of the process.
      execArgv: [],
      env: {},
    })
    const maxWaiting = env.SIGN_INS_WAITING
    // One more than there are threads: a thread needs not wait until the event loop has time for it.
    this.comparing = new FairQueue({ concurrency: this.threads + 1, maxWaiting })
    // A line of its own: who sets a password may hold a database connection meanwhile, and must not
    // wait until hundreds have signed in.
    this.hashing = new FairQueue({ concurrency: this.threads, maxWaiting })
  }

  /**
   * Compares a password with a stored one, in every form in which it may have been hashed.
   *
   * @param stored undefined for a user who does not exist; that takes the same time
   * @throws {Refusal} 503 when too many sign-ins wait
   */
  async compare(password: string, stored: StoredPassword | undefined): Promise<Comparison> {
    const [text, ...olderTexts] = hashedTexts(password)
    const form = stored && { hash: stored.hash, salt: stored.salt }
    const found = await this.run<Comparison>(this.comparing, 'compare', text!, { stored: form })
    if (found.matches) return found
    for (const older of olderTexts) {
      const { matches } = await this.run<Comparison>(this.comparing, 'compare', older, {
        stored: form,
      })
      if (matches) return { matches, rehashed: await this.hash(text!) }
    }
    return found
  }

  /**
   * The form in which a new password is stored (PHC string).
   *
   * @throws {Refusal} 503 when too many passwords wait
   */
  hash(password: string): Promise<string> {
    return this.run<string>(this.hashing, 'hash', passwordText(password))
  }

  /** Ends the threads. Work that runs is given up. */
  close(): Promise<void> {
    return this.piscina.destroy()
  }

  private async run<Result>(queue: FairQueue, name: string, password: string, more = {}) {
    const client = networkOf(getRequestContext()?.address ?? '')
    try {
      return await queue.run(client, async () => {
        const startedAt = performance.now()
        const bytes = new TextEncoder().encode(password)
        const task = { ...more, password: bytes }
        const result = (await this.piscina.run(task, {
          name,
          transferList: [bytes.buffer],
        })) as Result
        this.measure(performance.now() - startedAt)
        return result
      })
    } catch (error) {
      if (error instanceof QueueFullError) throw tooBusy(this.secondsOf(queue))
      throw error
    }
  }

  private measure(durationMs: number) {
    this.meanMs += newestShare * (durationMs - this.meanMs)
    publish('passwordHash', { seconds: durationMs / 1000 })
  }

  /** Seconds until the queue is done, at the present pace. */
  private secondsOf({ size, bounds }: FairQueue): number {
    return Math.max(1, Math.ceil((size * this.meanMs) / bounds.concurrency / 1000))
  }
}

declare module '../../../shared/services.ts' {
  interface Services {
    hashingPool: HashingPool
  }
}
