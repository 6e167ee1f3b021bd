/* eslint-disable @typescript-eslint/no-explicit-any -- a response is whatever the server sent */
import { expect } from '@jest/globals'

export interface ApiResponse {
  status: number
  headers: Headers
  body: any
}

interface Sending {
  headers?: Record<string, string>
  /** Sent as it is, instead of a body as JSON. */
  raw?: BodyInit
  /** A token of Payload's, instead of the client's own credentials. */
  token?: string
  signal?: AbortSignal
}

export type Client = ReturnType<typeof createClient>

/** Paths that begin with a slash are whole; others stand below the public contract. */
const addressOf = (url: string, path: string) =>
  path.startsWith('/') ? `${url}${path}` : `${url}/api/v1/${path}`

async function read(response: Response): Promise<ApiResponse> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  }
}

/** Speaks HTTP to a server with JSON both ways. The headers go with every request. */
function createClient(url: string, always: Record<string, string>) {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, raw, token, signal }: Sending = {},
  ): Promise<ApiResponse> => {
    const isJson = body !== undefined
    const response = await fetch(addressOf(url, path), {
      method,
      redirect: 'manual',
      signal,
      headers: {
        ...(isJson ? { 'Content-Type': 'application/json' } : {}),
        ...always,
        ...(token ? { Authorization: `JWT ${token}` } : {}),
        ...headers,
      },
      body: raw ?? (isJson ? JSON.stringify(body) : undefined),
    })
    return read(response)
  }
  const sendBody =
    (method: string) =>
    (path: string, body?: unknown, sending?: Sending): Promise<ApiResponse> =>
      send(method, path, body, sending)
  return {
    send,
    get: (path: string, sending?: Sending) => send('GET', path, undefined, sending),
    delete: (path: string, sending?: Sending) => send('DELETE', path, undefined, sending),
    post: sendBody('POST'),
    put: sendBody('PUT'),
    patch: sendBody('PATCH'),
    graphql: (query: string, variables?: Record<string, unknown>, sending?: Sending) =>
      send('POST', '/api/graphql', { query, variables }, sending),
  }
}

/** A client as apps are, with an access token of the public contract. */
export const appOf = (url: string, access?: string): Client =>
  createClient(url, access ? { Authorization: `Bearer ${access}` } : {})

/**
 * A client of REST and GraphQL, with a token of Payload's.
 *
 * @param always headers that go with every request
 */
export const clientOf = (
  url: string,
  token?: string,
  always: Record<string, string> = {},
): Client => createClient(url, { ...(token ? { Authorization: `JWT ${token}` } : {}), ...always })

/** The response, which is a success: GraphQL and changes of many say so in their body alone. */
export async function expectDone(sent: Promise<ApiResponse>): Promise<ApiResponse> {
  const response = await sent
  expect([response.status < 300, response.body?.errors ?? []]).toEqual([true, []])
  return response
}
