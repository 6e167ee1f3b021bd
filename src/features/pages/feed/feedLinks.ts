import type { Query, Site } from '../site.ts'

/** The formats of feeds, with the method of the package that writes each. */
export const feedFormats = {
  rss: { path: '/events/feed.rss', type: 'application/rss+xml; charset=utf-8', write: 'rss2' },
  atom: { path: '/events/feed.atom', type: 'application/atom+xml; charset=utf-8', write: 'atom1' },
} as const

export type FeedFormat = keyof typeof feedFormats

/** The links to the feeds of a list, for the head of its page. */
export const feedLinks = ({ link }: Site, filters: Query) =>
  Object.entries(feedFormats).map(([format, { path, type }]) => ({
    format,
    href: link(path, filters),
    type: type.split(';')[0]!,
  }))
