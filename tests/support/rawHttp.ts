import { Agent, type ClientRequest, type IncomingHttpHeaders, request } from 'node:http'
import type { Readable } from 'node:stream'

export interface RawResponse {
  status: number
  headers: IncomingHttpHeaders
  /** The names of all header lines, as they were sent. */
  headerNames: string[]
  body: Buffer
  /** Whether the connection had served a request before. */
  reused: boolean
}

export interface RawRequest {
  method?: string
  headers?: Record<string, string>
  /** Chunks are sent without a `Content-Length`, a buffer with one, unless the headers say otherwise. */
  body?: Buffer | string | Buffer[]
  agent?: Agent
  /** Sends the body and does not end the request. */
  unfinished?: boolean
}

/** One connection that all requests share, one after the other. */
export const oneConnection = () => new Agent({ keepAlive: true, maxSockets: 1 })

/** Opens a request with Node's own client. Unlike `fetch`, it sends headers that are not allowed. */
export function open(url: string, path: string, wire: RawRequest = {}): ClientRequest {
  const { method = 'GET', headers = {}, body, agent = false, unfinished = false } = wire
  const sent = request(url, { path, method, headers, agent })
  if (Array.isArray(body)) for (const chunk of body) sent.write(chunk)
  else if (body !== undefined && unfinished) sent.write(body)
  if (unfinished) sent.flushHeaders()
  else sent.end(Array.isArray(body) ? undefined : body)
  return sent
}

/** Sends a request without an end, and closes the connection after 20 milliseconds. */
export const abandon = (url: string, path: string, wire: RawRequest) =>
  new Promise<void>((resolve) => {
    const sent = open(url, path, { ...wire, unfinished: true })
    sent.on('error', () => undefined)
    sent.on('close', resolve)
    sent.on('socket', () => setTimeout(() => sent.destroy(), 20))
  })

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Sends a request and reads the whole response. */
export const send = (url: string, path: string, wire?: RawRequest) =>
  new Promise<RawResponse>((resolve, reject) => {
    const sent = open(url, path, wire)
    let answered = false
    sent.on('response', (response) => {
      answered = true
      const { statusCode: status = 0, headers, rawHeaders } = response
      const headerNames = rawHeaders.filter((_line, index) => index % 2 === 0)
      bytesOf(response).then(
        (body) => resolve({ status, headers, headerNames, body, reused: sent.reusedSocket }),
        reject,
      )
    })
    // The server may stop listening to a body that it has answered already.
    sent.on('error', (error) => answered || reject(error))
  })

/** The JSON of a response. */
export const json = ({ body }: RawResponse) => JSON.parse(body.toString())
