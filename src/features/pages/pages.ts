import type { Payload } from 'payload'

import type { CachedPage, Page } from '../../http/pages/page.ts'
import type { StaticFile } from '../../http/staticFile.ts'
import type { Env } from '../../runtime/env/env.ts'
import { isKeptByEvents } from '../events/public.ts'
import { isOn } from '../flags/public.ts'
import { siteAssets } from './assets/assets.ts'
import { attendeePages } from './attendee/attendeePages.ts'
import type { SiteSettings } from './site.ts'

export interface PublicSite {
  pages: Page[]
  files: StaticFile[]
  /** Whether the pages are shown at this moment: a flag can switch them off. */
  isOn: () => boolean
  showError: NonNullable<Page['showError']>
}

/** The path of the first page. */
export const firstPage = '/events'

type Parts = Partial<Page> & Pick<Page, 'path'>

/** What the operator has chosen, and the names of the files that pages load. */
function settingsOf({ PANEL, PUBLIC_APP_URL }: Env, assets: ReturnType<typeof siteAssets>) {
  const settings: SiteSettings = {
    appUrl: PUBLIC_APP_URL,
    hasPanel: PANEL,
    script: assets.script.path,
    embeddedScript: assets.embeddedScript.path,
    stylesheet: assets.stylesheet.path,
  }
  return settings
}

/** The reads of the pages. Each loads its code with the first request. */
const readsOf = (settings: SiteSettings) =>
  ({
    list: async (payload, request) => {
      const { readList } = await import('./list/readList.tsx')
      return readList(payload, request, settings)
    },
    month: async (payload, request) => {
      const { readMonth } = await import('./month/readMonth.tsx')
      return readMonth(payload, request, settings)
    },
    event: async (payload, request) => {
      const { readEventPage } = await import('./event/readEventPage.tsx')
      return readEventPage(payload, request, settings)
    },
    embed: async (payload, request) => {
      const { readEmbed } = await import('./embed/readEmbed.tsx')
      return readEmbed(payload, request, settings)
    },
    rss: async (payload, request) => {
      const { readFeed } = await import('./feed/readFeed.ts')
      return readFeed(payload, request, { format: 'rss', settings })
    },
    atom: async (payload, request) => {
      const { readFeed } = await import('./feed/readFeed.ts')
      return readFeed(payload, request, { format: 'atom', settings })
    },
    sitemaps: async (payload, request) => {
      const { readSitemapIndex } = await import('./sitemap/readSitemap.ts')
      return readSitemapIndex(payload, request)
    },
    sitemap: async (payload, request) => {
      const { readSitemap } = await import('./sitemap/readSitemap.ts')
      return readSitemap(payload, request)
    },
  }) satisfies Record<string, CachedPage['read']>

/** The pages that are stored in the response cache. */
function cachedPages(settings: SiteSettings): Parts[] {
  const reads = readsOf(settings)
  const list = { isList: true, allowsQuery: isKeptByEvents }
  return [
    { path: firstPage, cached: { ...list, read: reads.list } },
    { path: '/events/calendar', cached: { ...list, read: reads.month } },
    { path: '/events/feed.rss', cached: { ...list, read: reads.rss } },
    { path: '/events/feed.atom', cached: { ...list, read: reads.atom } },
    { path: '/events/:id', cached: { isList: false, read: reads.event } },
    { path: '/embed/events', surface: 'embedded', cached: { ...list, read: reads.embed } },
    { path: '/sitemap.xml', cached: { isList: true, read: reads.sitemaps } },
    // A megabyte each would take the room of the pages that people read.
    {
      path: '/sitemaps/:file',
      cached: { isList: true, allowsQuery: () => false, read: reads.sitemap },
    },
  ]
}

/** The files that are made for a request. */
const madeFiles = (payload: Payload): Parts[] => [
  {
    path: '/share/:file',
    show: async (request) => {
      const { readShareImage } = await import('./shareImage/readShareImage.ts')
      return readShareImage(payload, request)
    },
  },
  {
    path: '/robots.txt',
    show: async (request) => {
      const { robots } = await import('./sitemap/readSitemap.ts')
      return robots(request)
    },
  },
]

/**
 * The public pages, for people. React and the texts are loaded with the first request for a page: a server that
 * only apps use never needs them (docs/decisions/0033-pages.md).
 */
export function publicSite(payload: Payload, env: Env): PublicSite {
  const assets = siteAssets()
  const settings = settingsOf(env, assets)
  const showError: NonNullable<Page['showError']> = async (error, request) => {
    const { renderError } = await import('./errors/renderError.tsx')
    return { status: error.status, page: renderError(error, request, settings) }
  }
  const page = (parts: Parts): Page => ({
    surface: 'site',
    noStore: true,
    showError,
    ...parts,
  })
  const ofEvents = [...cachedPages(settings), ...madeFiles(payload)].map(page)
  const ofPeople = attendeePages({ payload, env, settings }, showError)
  const isSiteOn = () => isOn(payload, 'public-pages')
  const pages = [...ofEvents, ...ofPeople].map((one) => ({ ...one, isOn: isSiteOn }))
  return { pages, files: Object.values(assets), isOn: isSiteOn, showError }
}
