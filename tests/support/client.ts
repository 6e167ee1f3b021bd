/* eslint-disable @typescript-eslint/no-explicit-any -- an answer is whatever the server sent */

export interface Answer {
  status: number
  headers: Headers
  body: any
}

interface Sending {
  token?: string
  body?: unknown
  headers?: Record<string, string>
}

export type Client = ReturnType<typeof clientOf>

/**
 * Speaks HTTP to a server as an app does: JSON both ways, a token when signed in.
 *
 * @param always headers that go with every request
 */
export function clientOf(url: string, signedIn?: string, always: Record<string, string> = {}) {
  const send = async (method: string, path: string, sending: Sending = {}): Promise<Answer> => {
    const token = sending.token ?? signedIn
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(sending.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `JWT ${token}` } : {}),
        ...always,
        ...sending.headers,
      },
      body: sending.body === undefined ? undefined : JSON.stringify(sending.body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    }
  }
  return {
    get: (path: string, sending?: Sending) => send('GET', path, sending),
    post: (path: string, body?: unknown, sending?: Sending) =>
      send('POST', path, { ...sending, body }),
    patch: (path: string, body: unknown, sending?: Sending) =>
      send('PATCH', path, { ...sending, body }),
    delete: (path: string, sending?: Sending) => send('DELETE', path, sending),
    graphql: (query: string, variables?: Record<string, unknown>, sending?: Sending) =>
      send('POST', '/api/graphql', { ...sending, body: { query, variables } }),
  }
}
