import { brand } from '../../../shared/brand.ts'
import { feedLinks } from '../feed/feedLinks.ts'
import { Layout } from '../layout/Layout.tsx'
import { type Query, type Site, withQuery } from '../site.ts'
import { EventCard } from './EventCard.tsx'
import { ChosenFilters, FacetLinks } from './Filters.tsx'
import type { FoundList } from './findList.ts'
import { filterText, listPath } from './filterLinks.ts'
import { Pager } from './Pager.tsx'
import { SearchForm } from './SearchForm.tsx'

interface Shown {
  filters: Query
  site: Site
}

/** What helps when nothing is found. */
const NothingFound = ({ filters, site, time }: Shown & { time: string }) => {
  const { link, translate } = site
  const isFiltered = Object.keys(filters).length > 0
  return (
    <div className="message">
      <h2>{translate('empty.title')}</h2>
      <p>{translate(isFiltered ? 'empty.text.filtered' : 'empty.text')}</p>
      <p className="actions centred">
        {time === 'upcoming' && (
          <a className="button" href={link(listPath, { ...filters, time: 'past' })}>
            {translate('empty.past')}
          </a>
        )}
        {isFiltered && (
          <a className="button second" href={link(listPath)}>
            {translate('empty.all')}
          </a>
        )}
      </p>
    </div>
  )
}

/** The filters that the calendar of v1 has too. */
const ofCalendar = ['country', 'near', 'program', 'series', 'tag', 'within']

const calendarFeed = ({ q, ...filters }: Query) =>
  withQuery('/api/v1/events/calendar.ics', {
    search: q,
    ...Object.fromEntries(ofCalendar.map((name) => [name, filters[name]])),
  })

const titleOf = ({ filters, site }: Shown) => {
  const texts = Object.entries(filters)
    .filter(([name]) => name !== 'within')
    .map(([name, value]) => filterText(name, value!, site))
  return [site.translate('events.title'), ...texts].join(' · ')
}

/** The list for feed readers and calendars. */
const Subscribe = ({ filters, site }: Shown) => (
  <p className="quiet">
    {site.translate('events.subscribe')}:{' '}
    {feedLinks(site, filters).map(({ format, href }) => (
      <a key={format} href={href} className="spaced">
        {format === 'rss' ? 'RSS' : 'Atom'}
      </a>
    ))}
    <a href={calendarFeed(filters)} className="spaced">
      {site.translate('event.calendarFile')} (.ics)
    </a>
  </p>
)

interface ListPageProps extends Shown {
  found: FoundList
  page: number
}

const Results = ({ filters, found, page, site }: ListPageProps) => (
  <>
    <ol className="event-list">
      {found.events.map((event) => (
        <EventCard key={event.id} event={event} site={site} now={found.now} />
      ))}
    </ol>
    <Pager filters={filters} found={found} page={page} site={site} />
    <Subscribe filters={filters} site={site} />
  </>
)

/** The list of events, or what helps when none is found. */
export const ListPage = (props: ListPageProps) => {
  const { filters, found, page, site } = props
  const { translate } = site
  return (
    <Layout
      site={site}
      title={titleOf(props)}
      description={translate('events.description', { brand })}
      head={feedLinks(site, filters).map(({ format, href, type }) => (
        <link key={format} rel="alternate" type={type} href={href} />
      ))}
      canonical={withQuery(listPath, { ...filters, page: page > 1 ? String(page) : undefined })}
    >
      <h1>{translate('events.title')}</h1>
      <SearchForm action={listPath} filters={filters} wrong={[]} site={site} />
      <ChosenFilters filters={filters} site={site} path={listPath} />
      <FacetLinks facets={found.facets} filters={filters} site={site} />
      <p role="status" className="quiet">
        {translate('events.found', { count: found.count })}
      </p>
      {found.events.length > 0 ? (
        <Results {...props} />
      ) : (
        <NothingFound filters={filters} site={site} time={found.time} />
      )}
    </Layout>
  )
}

/** The form of the list again, with what is wrong in it. */
export const WrongFilters = ({ filters, site, wrong }: Shown & { wrong: string[] }) => {
  const { translate } = site
  const isTyped = wrong.some((name) => ['start_date', 'end_date', 'near', 'within'].includes(name))
  return (
    <Layout site={site} title={translate('wrong.title')}>
      <h1>{translate('events.title')}</h1>
      <p role="alert" className="notice bad">
        {translate('wrong.title')}
        {!isTyped && `: ${translate('wrong.other')}`}
      </p>
      <SearchForm action={listPath} filters={filters} wrong={wrong} site={site} />
    </Layout>
  )
}
