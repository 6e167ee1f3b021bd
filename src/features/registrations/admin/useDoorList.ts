import { useCallback, useEffect, useState } from 'react'

import type { Event, Registration } from '../../../payload-types.ts'
import { countUrl, type DoorQuery, listUrl } from './doorQuery.ts'

export interface DoorList {
  event: Event
  registrations: Registration[]
  hasMore: boolean
  /** Registrations, not seats: how many hold a place and have come, and have yet to. */
  arrived: number
  expected: number
}

/** Milliseconds between two looks at who else checked somebody in, while the page is in sight. */
const interval = 15_000

async function read<Body>(url: string, signal: AbortSignal): Promise<Body> {
  const response = await fetch(url, { signal, credentials: 'include' })
  if (!response.ok) throw new Error(`The server answered ${response.status}`)
  return response.json() as Promise<Body>
}

async function load(query: DoorQuery, signal: AbortSignal): Promise<DoorList> {
  const [event, page, arrived, expected] = await Promise.all([
    read<Event>(`/api/events/${query.eventId}?depth=0`, signal),
    read<{ docs: Registration[]; hasNextPage: boolean }>(listUrl(query), signal),
    read<{ totalDocs: number }>(countUrl(query.eventId, 'arrived'), signal),
    read<{ totalDocs: number }>(countUrl(query.eventId, 'expected'), signal),
  ])
  return {
    event,
    registrations: page.docs,
    hasMore: page.hasNextPage,
    arrived: arrived.totalDocs,
    expected: expected.totalDocs,
  }
}

/** What the door page shows, kept fresh: other people check in at other doors. */
export function useDoorList({ eventId, search, filter, limit }: DoorQuery) {
  const [list, setList] = useState<DoorList>()
  const [failure, setFailure] = useState<string>()
  const [asked, setAsked] = useState(0)
  const reload = useCallback(() => setAsked((times) => times + 1), [])

  useEffect(() => {
    const aborting = new AbortController()
    load({ eventId, search, filter, limit }, aborting.signal).then(
      (loaded) => {
        setList(loaded)
        setFailure(undefined)
      },
      () => {
        if (!aborting.signal.aborted)
          setFailure('The list could not be read. It may be out of date.')
      },
    )
    return () => aborting.abort()
  }, [eventId, search, filter, limit, asked])

  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && reload()
    const timer = setInterval(look, interval)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload])

  return { list, failure, reload }
}
