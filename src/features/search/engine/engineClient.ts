import type { Client } from '@opensearch-project/opensearch'

import { EngineUnavailable } from './circuitBreaker.ts'

/** Milliseconds for requests that nobody waits for: to write a batch, to create an index. */
const timeoutMs = 30_000

/** The credentials of a URL, and the URL without them: errors and logs may show it. */
function splitCredentials(text: string) {
  const url = new URL(text)
  const [username, password] = [url.username, url.password].map(decodeURIComponent)
  url.username = ''
  url.password = ''
  return { node: url.href.replace(/\/$/, ''), username: username!, password: password! }
}

/**
 * A client for OpenSearch or Elasticsearch. It never tries again by itself: who asks for a search does not
 * wait, and jobs are retried by the queue. It is loaded late, because most installations have no engine.
 */
export async function openClient(url: string): Promise<Client> {
  const { Client: OpenSearch } = await import('@opensearch-project/opensearch')
  const { node, password, username } = splitCredentials(url)
  return new OpenSearch({
    node,
    ...(username === '' ? {} : { auth: { username, password } }),
    requestTimeout: timeoutMs,
    maxRetries: 0,
  })
}

interface ClientError {
  message: string
  statusCode?: number
}

/** The status of a response that is an error; undefined when there was no response. */
export const statusOf = (error: unknown): number | undefined => (error as ClientError).statusCode

/**
 * Calls the engine. The errors of the client hold the whole request with its credentials, so only their
 * message goes on.
 *
 * @throws {EngineUnavailable} with the reason and without secrets, for every failure
 */
export async function callEngine<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    const { message } = error as ClientError
    const status = statusOf(error)
    throw Object.assign(new EngineUnavailable(status ? `${status} ${message}` : message), {
      statusCode: status,
    })
  }
}
