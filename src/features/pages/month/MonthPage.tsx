import { boundedLine } from '../../../shared/boundedText.ts'
import { dayMs } from '../../../shared/isoDate.ts'
import { Layout } from '../layout/Layout.tsx'
import { listPath, monthName } from '../list/filterLinks.ts'
import { ChosenFilters } from '../list/Filters.tsx'
import { eventPath } from '../paths.ts'
import { type Query, type Site, withQuery } from '../site.ts'
import { formatOf } from '../times.ts'
import type { Day } from './findMonth.ts'

const monthPath = '/events/calendar'

interface MonthProps {
  days: Day[]
  filters: Query
  isCut: boolean
  month: string
  site: Site
  today: string
}

const utc = (day: string) => new Date(`${day}T00:00:00Z`)

/** A month some months away. */
function monthAway(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number! - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The weekday, 0 for Monday. */
const weekdayOf = (day: string) => (utc(day).getUTCDay() + 6) % 7

/** The days in weeks from Monday; undefined for the days of other months. */
function weeksOf(days: Day[]): (Day | undefined)[][] {
  const cells = [...Array.from({ length: weekdayOf(days[0]!.date) }, () => undefined), ...days]
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, index) => cells[week * 7 + index]),
  )
}

/** Monday to Sunday, of any week. */
const weekdays = Array.from(
  { length: 7 },
  (_, index) => new Date(Date.UTC(2024, 0, 1) + index * dayMs),
)

const Weekdays = ({ site: { language } }: { site: Site }) => (
  <thead>
    <tr>
      {weekdays.map((day) => (
        <th key={day.getTime()} scope="col">
          <abbr title={formatOf(language, { weekday: 'long', timeZone: 'UTC' }).format(day)}>
            {formatOf(language, { weekday: 'short', timeZone: 'UTC' }).format(day)}
          </abbr>
        </th>
      ))}
    </tr>
  </thead>
)

const Cell = ({
  day,
  filters,
  site,
  today,
}: { day: Day } & Pick<MonthProps, 'filters' | 'site' | 'today'>) => {
  const { link, translate } = site
  const { date, more, shown } = day
  const isEmpty = shown.length === 0
  const name = formatOf(site.language, { day: 'numeric', weekday: 'short', timeZone: 'UTC' })
  return (
    <td
      className={isEmpty ? 'empty' : undefined}
      aria-current={date === today ? 'date' : undefined}
    >
      <time dateTime={date}>
        <span className="wide">{Number(date.slice(8))}</span>
        <span className="narrow">{name.format(utc(date))}</span>
      </time>
      {!isEmpty && (
        <ul>
          {shown.map((event) => (
            <li key={event.id}>
              <a
                href={link(eventPath(event))}
                dir="auto"
                className={event.status === 'cancelled' ? 'off' : undefined}
              >
                {boundedLine(event.title, 60)}
              </a>
            </li>
          ))}
          {more > 0 && (
            <li>
              <a href={link(listPath, { ...filters, day: date })}>
                {translate('month.more', { count: more })}
              </a>
            </li>
          )}
        </ul>
      )}
    </td>
  )
}

const Months = ({ filters, month, site: { link, translate } }: MonthProps) => {
  const at = (months: number) => link(monthPath, { ...filters, month: monthAway(month, months) })
  return (
    <nav className="pager between" aria-label={translate('facet.month')}>
      <a className="button second" rel="prev" href={at(-1)}>
        <span aria-hidden="true">←</span>
        <span className="hidden-text">{translate('month.previous')}</span>
      </a>
      <a href={link(listPath, { ...filters, month })}>{translate('month.list')}</a>
      <a className="button second" rel="next" href={at(1)}>
        <span aria-hidden="true">→</span>
        <span className="hidden-text">{translate('month.next')}</span>
      </a>
    </nav>
  )
}

/** A month with its events. On a narrow screen it is a list of the days that have some. */
export const MonthPage = (props: MonthProps) => {
  const { days, filters, isCut, month, site } = props
  const { translate } = site
  const title = translate('month.title', { month: monthName(month, site) })
  return (
    <Layout site={site} title={title} canonical={withQuery(monthPath, { ...filters, month })}>
      <h1>{monthName(month, site)}</h1>
      <ChosenFilters filters={filters} site={site} path={monthPath} kept={{ month }} />
      <Months {...props} />
      {isCut && <p className="notice">{translate('month.tooMany')}</p>}
      {days.every(({ shown }) => shown.length === 0) && (
        <p role="status">{translate('month.none')}</p>
      )}
      <table className="month">
        <caption className="hidden-text">{title}</caption>
        <Weekdays site={site} />
        <tbody>
          {weeksOf(days).map((week, index) => (
            <tr key={index}>
              {week.map((day, weekday) =>
                day ? (
                  <Cell key={day.date} day={day} {...props} />
                ) : (
                  <td key={weekday} className="empty other" />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Layout>
  )
}
