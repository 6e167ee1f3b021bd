import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { entityTagOfBody } from '../../../http/conditionalRequests.ts'
import type { CachedPageRequest, PageRequest, PageResponse } from '../../../http/pages/page.ts'
import type { ReadResponse } from '../../../http/responseCache/cacheableRead.ts'
import { maxInteger } from '../../../shared/documentId.ts'
import { notFound } from '../../../shared/errors/Refusal.ts'
import { eventPath } from '../paths.ts'
import { idsOfFile, sitemapEvents, sitemapFiles } from './queries.ts'

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character]!)

interface Entry {
  url: string
  updatedAt?: string
}

/** A document of the sitemap protocol: a list of addresses, or of sitemaps. */
function documentOf(list: 'urlset' | 'sitemapindex', entries: Entry[]): ReadResponse {
  const element = list === 'urlset' ? 'url' : 'sitemap'
  const lines = entries.map(({ updatedAt, url }) => {
    const changed = updatedAt ? `<lastmod>${new Date(updatedAt).toISOString()}</lastmod>` : ''
    return `<${element}><loc>${escapeXml(url)}</loc>${changed}</${element}>`
  })
  const body = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${list} xmlns="${namespace}">`,
    ...lines,
    `</${list}>\n`,
  ].join('\n')
  const tag = entityTagOfBody(body)
  const type = 'application/xml; charset=utf-8'
  return { body, type, tag, eventIds: [], changesAt: undefined }
}

/** The list of all sitemaps. */
export async function readSitemapIndex(
  payload: Payload,
  { origin }: CachedPageRequest,
): Promise<ReadResponse> {
  const files = await sitemapFiles(readerOf(payload))
  return documentOf('sitemapindex', [
    { url: `${origin}/sitemaps/pages.xml` },
    ...files.map(({ number, updatedAt }) => ({
      url: `${origin}/sitemaps/events-${number}.xml`,
      updatedAt,
    })),
  ])
}

/** The addresses of one sitemap. @throws {Refusal} 404 without such a sitemap */
export async function readSitemap(
  payload: Payload,
  { origin, params }: CachedPageRequest,
): Promise<ReadResponse> {
  const { file = '' } = params
  if (file === 'pages.xml') {
    return documentOf('urlset', [{ url: `${origin}/events` }, { url: `${origin}/events/calendar` }])
  }
  const number = Number(/^events-(\d{1,6})\.xml$/.exec(file)?.[1] ?? Number.NaN)
  if (!(number <= maxInteger / idsOfFile)) throw notFound()
  const events = await sitemapEvents(readerOf(payload), number)
  if (events.length === 0) throw notFound()
  return documentOf(
    'urlset',
    events.map((event) => ({ url: origin + eventPath(event), updatedAt: event.updatedAt })),
  )
}

/** What robots may read, and where the sitemaps are. They need neither the panel nor the APIs. */
export const robots = ({ origin }: PageRequest): PageResponse => ({
  file: {
    type: 'text/plain; charset=utf-8',
    content: `User-agent: *
Disallow: /admin
Disallow: /api/
Allow: /api/media/file/
Disallow: /embed/

Sitemap: ${origin}/sitemap.xml
`,
  },
  headers: ['Cache-Control', 'public, max-age=3600'],
})
