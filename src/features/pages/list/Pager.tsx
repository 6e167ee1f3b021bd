import type { Query, Site } from '../site.ts'
import type { FoundList } from './findList.ts'
import { listPath } from './filterLinks.ts'

interface PagerProps {
  found: Pick<FoundList, 'next' | 'previous'>
  filters: Query
  page: number
  site: Site
}

/** What tells a page from the others: its number, and what of it was shown before. */
function positionOf(url: string): Query {
  const { searchParams } = new URL(url)
  const [page, skip] = ['page', 'skip'].map((name) => searchParams.get(name) ?? undefined)
  return { page: page === '1' && !skip ? undefined : page, skip }
}

/** The ways to the previous and the next page. */
export const Pager = ({ filters, found, page, site }: PagerProps) => {
  const { next, previous } = found
  if (!next && !previous) return null
  const { link, translate } = site
  return (
    <nav className="pager" aria-label={translate('pages')}>
      {previous && (
        <a
          className="button second"
          rel="prev"
          href={link(listPath, { ...filters, ...positionOf(previous) })}
        >
          {translate('pages.previous')}
        </a>
      )}
      <span aria-current="page">{translate('pages.page', { page })}</span>
      {next && (
        <a
          className="button second"
          rel="next"
          href={link(listPath, { ...filters, ...positionOf(next) })}
        >
          {translate('pages.next')}
        </a>
      )}
    </nav>
  )
}
