import type { Connection } from '../../../database/connection.ts'
import { dayMs } from '../../../shared/isoDate.ts'
import { type EventSpan, filterOf, findEvents, findSpans } from '../../events/public.ts'
import { monthRange, queryOfPage } from '../list/findList.ts'
import type { PageQuery } from '../list/listQuery.ts'
import { dayIn } from '../times.ts'

const anonymousViewer = { isStaff: false }

/** Events of a month that are read. Their days are computed here, in the zone of each. */
const maxEvents = 10_000

/** Events of a day that are shown. */
const maxShown = 4

export interface Day {
  /** Such as 2031-05-03. */
  date: string
  shown: { id: number; title: string; status: string }[]
  /** Events of the day that are not shown. */
  more: number
}

/** The days of a month, such as 2031-05-01. */
function daysOf(month: string): string[] {
  const { from, until } = monthRange(month)
  const days = Math.round((until.getTime() - from.getTime()) / dayMs)
  return Array.from(
    { length: days },
    (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`,
  )
}

/** An event that ends at midnight does not take place on the day that begins then. */
const lastInstant = ({ endDate }: EventSpan) =>
  new Date(new Date(endDate).getTime() - 1).toISOString()

/** The events of each day, in the order of their starts. */
function byDay(spans: EventSpan[], days: string[]): Map<string, number[]> {
  const found = new Map<string, number[]>(days.map((day) => [day, []]))
  for (const span of spans) {
    const first = dayIn(span.startDate, span.timezone)
    const last = dayIn(lastInstant(span), span.timezone)
    for (const day of days) if (day >= first && day <= last) found.get(day)!.push(span.id)
  }
  return found
}

/** The days of a month with their events. */
export async function findMonth(connection: Connection, query: PageQuery, month: string) {
  const { from, until } = monthRange(month)
  const filter = {
    ...(await filterOf(connection, anonymousViewer, queryOfPage(query))),
    // The day of an event is that of its zone, up to 14 hours away.
    endsAfter: new Date(from.getTime() - dayMs),
    startsBefore: new Date(until.getTime() + dayMs),
  }
  const spans = await findSpans(connection, anonymousViewer, filter, maxEvents)
  const days = daysOf(month)
  const found = byDay(spans, days)
  const ids = [...new Set([...found.values()].flatMap((all) => all.slice(0, maxShown)))]
  const events = new Map((await findEvents(connection, ids)).map((event) => [event.id, event]))
  const shown: Day[] = days.map((date) => {
    const all = found.get(date)!
    const first = all.slice(0, maxShown).map((id) => events.get(id))
    return {
      date,
      shown: first.filter((event) => event !== undefined),
      more: Math.max(0, all.length - maxShown),
    }
  })
  return { days: shown, isCut: spans.length === maxEvents, ids }
}
