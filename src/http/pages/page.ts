import type { Payload } from 'payload'

import type { Language } from '../../shared/languages.ts'
import type { HeaderList } from '../responseHeaders.ts'
import type { ReadResponse } from '../responseCache/cacheableRead.ts'
import type { Surface } from '../security/surfaces.ts'
import type { HtmlPage } from './htmlPage.ts'

/** What a page depends on besides its URL and its data. */
export interface PageVariant {
  /** The language of the page: the one in the URL, else one that the browser accepts, else English. */
  language: Language
  /** Whether the URL names the language: then the links of the page name it too. */
  isLanguageChosen: boolean
  /** Whether the browser has sent a session. Nobody has checked it: it decides on links alone. */
  isSignedIn: boolean
}

/** The parts of a request that a page depends on. */
export interface PageRequest extends PageVariant {
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** Path and query, as the client sent them. */
  url: string
  /** The decoded parameters of the path. */
  params: Readonly<Record<string, string | undefined>>
  /** A query parameter; '' when it is missing or given twice. */
  query: (name: string) => string
  /** A field of the form; '' when it is missing or given twice. */
  field: (name: string) => string
  /** The value of a cookie. */
  cookie: (name: string) => string | undefined
}

/** A file that a page offers. */
export interface PageFile {
  type: string
  content: Buffer | string
  /** The name under which a browser stores it; without it, the browser shows it. */
  name?: string
}

/** A page, a file, or the way to another page. */
export type PageResponse =
  | { file: PageFile; status?: number; headers?: HeaderList }
  | { page: HtmlPage | string; status?: number; headers?: HeaderList }
  | { location: string; status: 301 | 302 | 303; headers?: HeaderList }

/** A page that is the same for everybody who asks for the same URL in the same language. */
export interface CachedPage {
  /** Whether it shows a list, which changes when any event does. */
  isList: boolean
  /** Whether the page for a query may be stored; without it, for every query. */
  allowsQuery?: (query: string) => boolean
  /** @throws {OtherResponse} for what is not a page to be stored; and errors, which are shown as pages */
  read: (payload: Payload, request: CachedPageRequest) => Promise<ReadResponse>
}

/** Without the form and the cookies: a stored page cannot depend on them. */
export type CachedPageRequest = Omit<PageRequest, 'field' | 'cookie'>

/** What a cached page answers when it is not a page to be stored, such as the way to another one. */
export class OtherResponse extends Error {
  override readonly name = 'OtherResponse'

  constructor(readonly response: PageResponse) {
    super('The response of a cached page is not stored')
  }
}

/** An error, for the page that shows it. */
export interface PageError {
  status: number
  /** The sentence for clients of the APIs. */
  detail: string
  requestId: string
}

/** A page of the server's own, which works without the panel. */
export interface Page {
  path: string
  /** Decides on the security headers. */
  surface: Surface
  /** A script that the page loads: the content security policy allows none within the page. */
  script?: { path: string; source: string }
  /** Whether there is the page at the moment; always without it. */
  isOn?: () => boolean
  /** Whether browsers and proxies must not store the page: it depends on a token or a session. */
  noStore?: boolean
  /** The page, if the response cache stores it. */
  cached?: CachedPage
  show?: (request: PageRequest) => PageResponse | Promise<PageResponse>
  /** Handles a form that is sent to the path of the page. */
  submit?: (request: PageRequest) => Promise<PageResponse>
  /** Bytes that the form may have; a kilobyte without it, for a button alone. */
  maxFormBytes?: number
  /** Shows an error; without it, errors are data as those of the APIs. */
  showError?: (error: PageError, request: PageRequest) => Promise<PageResponse>
}
