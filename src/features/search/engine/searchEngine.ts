import type { Client } from '@opensearch-project/opensearch'
import type { Payload } from 'payload'

import type { Env } from '../../../runtime/env/env.ts'
import { CircuitBreaker, EngineUnavailable } from './circuitBreaker.ts'
import { callEngine, openClient } from './engineClient.ts'
import { facetsOf, searchBody } from './searchBody.ts'
import { canBeMistyped, findWord } from './textQuery.ts'
import type { EngineFound, EngineRequest, EngineWord } from './types.ts'

/** Milliseconds that a search waits for the engine. Then PostgreSQL answers. */
const timeoutMs = 1000

/** After so many failures the engine is left alone for some seconds. */
const limits = { failures: 3, pauseMs: 5000 }

/** The body of a response to a search. */
interface Response {
  hits: { total: { value: number }; hits: { _id: string; _score: number | null }[] }
  aggregations?: Record<string, unknown>
}

/** Who answered the searches of this process. */
interface Counts {
  engine: number
  /** The engine did not answer. */
  unavailable: number
  /** The engine did not have the last changes yet. */
  behind: number
  /** The engine does not have what was asked for, such as drafts. */
  database: number
}

/** OpenSearch or Elasticsearch at `SEARCH_URL`. No connection is opened before the first call. */
export class SearchEngine {
  readonly counts: Counts = { engine: 0, unavailable: 0, behind: 0, database: 0 }
  /** The alias of the index that is searched, and the beginning of the names of all indexes. */
  readonly index: string
  private readonly url: string
  private opened: Promise<Client> | undefined
  private readonly breaker: CircuitBreaker

  constructor({ SEARCH_INDEX, SEARCH_URL }: Env, logger: Payload['logger']) {
    this.index = SEARCH_INDEX
    this.url = SEARCH_URL!
    this.breaker = new CircuitBreaker(limits, (isUp, err) => {
      if (isUp) logger.info('The search engine answers again.')
      else logger.warn({ err, msg: 'The search engine does not answer. PostgreSQL searches.' })
    })
  }

  /** Whether the last searches were answered. */
  get isUp(): boolean {
    return this.breaker.isUp
  }

  /** For requests that are no searches: they may take long, and say nothing about the time of a search. */
  client(): Promise<Client> {
    return (this.opened ??= openClient(this.url))
  }

  /**
   * Finds events. A word that no event begins with is taken for a mistyped one, as PostgreSQL does it.
   *
   * @throws {EngineUnavailable} when the engine does not answer in time
   */
  async find(request: EngineRequest): Promise<EngineFound> {
    const found = await this.ask(request, [])
    // Where all words are needed and an event was found, it has them all.
    const hasAll = request.alternatives.length === 1 && found.total > 0
    const mistyped = hasAll ? [] : await this.unknownOf(request)
    return mistyped.length === 0 ? found : this.ask(request, mistyped)
  }

  /** The name of the product that answers at `SEARCH_URL`. @throws {EngineUnavailable} when none does */
  async product(): Promise<string> {
    const body = await this.request((client, options) => client.info({}, options))
    const { version } = body as { version: { distribution?: string } }
    return version.distribution ?? 'elasticsearch'
  }

  async close(): Promise<void> {
    await (await this.opened)?.close()
  }

  private request(
    call: (client: Client, options: { requestTimeout: number }) => Promise<{ body: unknown }>,
  ): Promise<unknown> {
    return this.breaker.run(async () => {
      const client = await this.client()
      const response = await callEngine(() => call(client, { requestTimeout: timeoutMs }))
      return response.body
    })
  }

  private async search(body: Record<string, unknown>): Promise<Response> {
    const { index } = this
    return (await this.request((client, options) =>
      client.search({ index, body, allow_partial_search_results: false } as never, options),
    )) as Response
  }

  private async ask(request: EngineRequest, mistyped: string[]): Promise<EngineFound> {
    const { aggregations, hits } = await this.search(searchBody(request, mistyped))
    return {
      hits: hits.hits.map(({ _id, _score }) => ({ id: Number(_id), score: _score ?? 0 })),
      total: hits.total.value,
      ...(request.facets ? { facets: facetsOf(aggregations!) } : {}),
      mistyped,
    }
  }

  /** The words that no event has and no word of an event begins with. */
  private async unknownOf({ alternatives }: EngineRequest): Promise<string[]> {
    const words = alternatives
      .flat()
      .filter(({ isExcluded, isPhrase }) => !isExcluded && !isPhrase)
      .flatMap((term) => term.words.filter(canBeMistyped))
    if (words.length === 0) return []
    const filters = words.map((word: EngineWord) => findWord(word))
    const { aggregations } = await this.search({
      size: 0,
      aggs: { known: { filters: { filters } } },
    })
    const { buckets } = aggregations!.known as { buckets: { doc_count: number }[] }
    return words.filter((_, index) => buckets[index]!.doc_count === 0).map(({ word }) => word)
  }
}

declare module '../../../shared/services.ts' {
  interface Services {
    /** Undefined without `SEARCH_URL`. */
    searchEngine?: SearchEngine
  }
}

export { EngineUnavailable }
