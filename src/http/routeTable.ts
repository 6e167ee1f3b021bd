import findMyWay, { type Instance, type HTTPVersion } from 'find-my-way'

import { sendAnswer } from './answer.ts'
import type { RouteEntry } from './exchange.ts'

const defaults: Omit<RouteEntry, 'name' | 'kind' | 'serve'> = {
  surface: 'api',
  isCrossOrigin: true,
  isLimited: true,
  allowsAnyHost: false,
  isFrequent: false,
  takesFiles: false,
  takesUpgrade: false,
  staysOpen: false,
  isNoStore: true,
}

/** A route entry. What it does not say is as for most routes of the API. */
export const routeEntry = (
  entry: Pick<RouteEntry, 'name' | 'kind' | 'serve'> & Partial<RouteEntry>,
): RouteEntry => ({ ...defaults, ...entry })

/** The entry of a request, and what its path says. */
export interface RouteMatch {
  entry: RouteEntry
  params: Record<string, string | undefined>
  isDecodable: boolean
}

/** The entries of one path: by method, and one for all other methods. */
interface PathEntries {
  byMethod: Map<string, RouteEntry>
  others: RouteEntry | undefined
}

/**
 * The router has a tree of paths for each method. Here one tree has all paths, and the entries of a path
 * tell its methods apart. The other tree has the folders, which are the paths with a `*`.
 */
const paths = 'GET'
const folders = 'OPTIONS'

const noParams: Record<string, string | undefined> = {}

/** Answers `OPTIONS *`, by which a client asks whether there is a server (RFC 9110, 9.3.7). */
const wholeServer = routeEntry({
  name: '*',
  kind: 'none',
  serve: (exchange) => sendAnswer(exchange, { status: 204, headers: [] }),
})

/** Characters of a parameter. Node refuses longer request lines. */
const maxParamLength = 16 * 1024

/**
 * The routes of the server. A path is matched once for each request. Paths are written as
 * `/events/:id/`, and a `*` at the end stands for the rest of the path.
 */
export class RouteTable {
  private readonly paths = new Map<string, PathEntries>()
  private readonly router: Instance<HTTPVersion.V1> = findMyWay({
    caseSensitive: false,
    maxParamLength,
    // The routes read their own query.
    querystringParser: () => ({}),
  })

  /** @param fallback answers a request for which no entry stands */
  constructor(private readonly fallback: RouteEntry) {}

  /**
   * Adds an entry for methods of a path, `*` for all that no other entry takes. An entry that stands
   * already stays: Payload too takes the first of its routes that fits.
   */
  add(methods: string[], path: string, entry: RouteEntry): this {
    const entries = this.entriesOf(path)
    for (const method of methods) {
      if (method === '*') entries.others ??= entry
      else if (!entries.byMethod.has(method)) entries.byMethod.set(method, entry)
    }
    return this
  }

  /** Adds an entry for a path, with and without a slash at its end. */
  addBoth(methods: string[], path: string, entry: RouteEntry): this {
    return this.add(methods, path, entry).add(methods, `${path}/`, entry)
  }

  /**
   * Adds an entry for all other methods of each path that has none yet.
   *
   * @param entryFor makes it from the methods of the path and the entry of one of them, or makes none
   */
  addOthers(entryFor: (methods: string[], one: RouteEntry) => RouteEntry | undefined): this {
    for (const entries of this.paths.values()) {
      const [one] = entries.byMethod.values()
      if (one) entries.others ??= entryFor([...entries.byMethod.keys()], one)
    }
    return this
  }

  /** The entry for a request. */
  match(method: string, url: string): RouteMatch {
    if (url === '*') return { entry: wholeServer, params: noParams, isDecodable: true }
    const found = this.router.find(paths, url)
    // A path that cannot be decoded is matched as it was sent.
    const isDecodable = found !== null || !url.includes('%')
    const match = isDecodable ? found : this.router.find(paths, url.replaceAll('%', '%25'))
    const entries = match?.store as PathEntries | undefined
    const entry = entries?.byMethod.get(method) ?? entries?.others ?? this.folderEntry(url)
    return { entry, params: match?.params ?? noParams, isDecodable }
  }

  /** The entry of the folder of a path, for methods that the path itself does not have. */
  private folderEntry(url: string): RouteEntry {
    const match = this.router.find(folders, url)
    return (match?.store as PathEntries | undefined)?.others ?? this.fallback
  }

  private entriesOf(path: string): PathEntries {
    // Two paths that differ in the names of their parameters alone are one.
    const shape = path.replace(/:\w+/g, ':')
    let entries = this.paths.get(shape)
    if (!entries) {
      entries = { byMethod: new Map(), others: undefined }
      this.paths.set(shape, entries)
      this.router.on(paths, path, () => undefined, entries)
      if (path.endsWith('*')) this.router.on(folders, path, () => undefined, entries)
    }
    return entries
  }
}
