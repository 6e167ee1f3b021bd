import type { CachedPageRequest, PageVariant } from '../../http/pages/page.ts'
import { type Translate, translatorFor } from './messages/translate.ts'

/** What the operator has chosen, and what is the same for all pages. */
export interface SiteSettings {
  /** Where an app of the operator's own is, if there is one. */
  appUrl: string | undefined
  /** Whether there is a panel to link to. */
  hasPanel: boolean
  /** The paths of the files that pages load. Their names change with their content. */
  stylesheet: string
  script: string
  /** The script of pages in a frame. */
  embeddedScript: string
}

/** A query of a link. What is undefined or empty is left out. */
export type Query = Record<string, string | undefined>

/** What every component of a page knows about the request. */
export interface Site extends PageVariant, SiteSettings {
  translate: Translate
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** Path and query of the page. */
  url: string
  /** A link within the site, which keeps the language that was chosen. */
  link: (path: string, query?: Query) => string
}

/** A path with a query. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const search = new URLSearchParams(given).toString()
  return search ? `${path}?${search}` : path
}

/** What the components of a page know about a request. */
export function siteOf(request: CachedPageRequest, settings: SiteSettings): Site {
  const { isLanguageChosen, isSignedIn, language, origin, url } = request
  const lang = isLanguageChosen ? language : undefined
  return {
    ...settings,
    isLanguageChosen,
    isSignedIn,
    language,
    origin,
    url,
    translate: translatorFor(language),
    link: (path, query = {}) => withQuery(path, { ...query, lang }),
  }
}
