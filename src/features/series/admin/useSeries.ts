import { useEffect, useState } from 'react'

import { readRest } from '../../../panel/rest.ts'
import type { Event, Series } from '../../../payload-types.ts'

type Neighbour = Pick<Event, 'id' | 'startDate' | 'timezone'>

export interface SeriesOfEvent {
  series: Series
  previous: Neighbour | undefined
  next: Neighbour | undefined
  /** Which event of the series it is, from 1. */
  position: number
  /** How many events the series has. */
  total: number
}

interface Page {
  docs: Neighbour[]
  totalDocs: number
}

const neighbours = (series: number, operator: string, event: Event, sort: string) =>
  readRest<Page>(
    `/api/events?${new URLSearchParams({
      'where[and][0][series][equals]': String(series),
      [`where[and][1][startDate][${operator}]`]: event.startDate,
      'where[and][2][id][not_equals]': String(event.id),
      sort,
      limit: '1',
      depth: '0',
      'select[startDate]': 'true',
      'select[timezone]': 'true',
    })}`,
  )

async function readSeries(event: Event, id: number): Promise<SeriesOfEvent | undefined> {
  const [series, before, after] = await Promise.all([
    readRest<Series>(`/api/series/${id}?depth=0`),
    neighbours(id, 'less_than', event, '-startDate'),
    neighbours(id, 'greater_than_equal', event, 'startDate'),
  ])
  if (!series || !before || !after) return undefined
  return {
    series,
    previous: before.docs[0],
    next: after.docs[0],
    position: before.totalDocs + 1,
    total: before.totalDocs + 1 + after.totalDocs,
  }
}

interface ReadSeries {
  /** Undefined until it is read. */
  read: SeriesOfEvent | undefined
  readAgain: () => void
}

/** The series of an event, and the events next to it. */
export function useSeries(event: Event | undefined): ReadSeries {
  const [read, setRead] = useState<SeriesOfEvent>()
  const [reads, setReads] = useState(0)
  const { series, startDate, updatedAt } = event ?? {}
  const id = typeof series === 'object' ? series?.id : series
  useEffect(() => {
    if (!event || !id) return
    void readSeries(event, id).then(setRead)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the event is another object at each render; these are what the series depends on
  }, [id, startDate, updatedAt, reads])
  return {
    read: read && read.series.id === id ? read : undefined,
    readAgain: () => setReads(reads + 1),
  }
}
