import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'

import { version } from '../../../shared/version.ts'
import { urlProblem, type UrlPolicy } from '../address/checkUrl.ts'
import type { Attempt } from '../queries/deliveries.ts'
import type { Agents } from './agents.ts'
import { reasonOfError, reasonOfStatus, timedOut } from './reasons.ts'
import { retryAfterMs } from './retryAfter.ts'

/** The time for a whole delivery: name, connection, request, and all of the response. */
export const timeoutMs = 15_000

/** The most bytes of a response that are read and kept. */
const maxResponseBytes = 4096

export interface Outgoing {
  url: string
  headers: Record<string, string>
  body: string
}

export interface Sender {
  agents: Agents
  policy: UrlPolicy
  timeoutMs: number
}

/** What came of an attempt, and what the receiver asks for. */
export interface Sent extends Attempt {
  /** From `Retry-After`, in milliseconds. */
  retryAfterMs: number | undefined
}

interface Received {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** PostgreSQL's text cannot hold a null character. */
const textOf = (chunks: Buffer[]) =>
  Buffer.concat(chunks).subarray(0, maxResponseBytes).toString('utf8').replaceAll('\0', '\uFFFD')

/** A connection from an earlier message, which the receiver closed just when this one was sent. */
class StaleConnection extends Error {}

/** Sends the request and reads the beginning of the response. Redirects are not followed. */
function exchangeOnce(
  { agents }: Sender,
  { body, headers, url: text }: Outgoing,
  signal: AbortSignal,
) {
  const url = new URL(text)
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise<Received>((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      agent: agents[url.protocol as keyof Agents],
      signal,
      maxHeaderSize: 16 * 1024,
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(body)),
        'User-Agent': `RoboEvents-Webhooks/${version}`,
      },
    })
    sending.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const done = () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: textOf(chunks) })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size < maxResponseBytes) return
        done()
        response.destroy()
      })
      response.on('end', done)
      response.on('error', reject)
    })
    sending.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = sending.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
      reject(isStale ? new StaleConnection() : error)
    })
    sending.end(body)
  })
}

/** Sends the request, once more for each connection that turns out to be closed. */
async function exchange(...args: Parameters<typeof exchangeOnce>): Promise<Received> {
  for (;;) {
    try {
      return await exchangeOnce(...args)
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error
    }
  }
}

const outcomeOf = ({ body, headers, status }: Received): Omit<Sent, 'durationMs'> => ({
  responseStatus: status,
  responseBody: body,
  failure: reasonOfStatus(status),
  retryAfterMs:
    status === 429 || status === 503 ? retryAfterMs(headers['retry-after'], new Date()) : undefined,
})

const failed = (failure: string): Omit<Sent, 'durationMs'> => ({
  responseStatus: null,
  responseBody: null,
  failure,
  retryAfterMs: undefined,
})

/**
 * Sends a message once. Of the response, only the status and `Retry-After` have a meaning.
 *
 * @param stopping aborted when the worker stops
 * @returns undefined when the worker stopped meanwhile: that was no attempt
 */
export async function send(
  sender: Sender,
  outgoing: Outgoing,
  stopping: AbortSignal | undefined,
): Promise<Sent | undefined> {
  const began = performance.now()
  const withDuration = (outcome: Omit<Sent, 'durationMs'>): Sent => ({
    ...outcome,
    durationMs: performance.now() - began,
  })
  const problem = urlProblem(outgoing.url, sender.policy)
  if (problem) return withDuration(failed(problem))
  const timeout = AbortSignal.timeout(sender.timeoutMs)
  const signal = stopping ? AbortSignal.any([timeout, stopping]) : timeout
  try {
    return withDuration(outcomeOf(await exchange(sender, outgoing, signal)))
  } catch (error) {
    if (timeout.aborted) return withDuration(failed(timedOut(sender.timeoutMs)))
    if (stopping?.aborted) return undefined
    return withDuration(failed(reasonOfError(error)))
  }
}
