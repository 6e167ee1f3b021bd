import { useCallback, useEffect, useState } from 'react'

import { useEventChanges } from '../../../panel/elements/live/useEventChanges.ts'

import type { Event, Registration } from '../../../payload-types.ts'
import { countUrl, type DoorQuery, listUrl } from './doorQuery.ts'

export interface DoorList {
  event: Event
  registrations: Registration[]
  hasMore: boolean
  /** Confirmed registrations (not seats) that are checked in, and that are not yet. */
  arrived: number
  expected: number
}

/**
 * The list is reloaded this often while the page is visible, also when nothing says that it has changed: the
 * live updates may be cut off.
 */
const reloadMs = 15_000

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

/** Loads the content of the registrations page, and reloads it regularly. */
export function useDoorList({ eventId, search, filter, limit }: DoorQuery) {
  const [list, setList] = useState<DoorList>()
  const [failure, setFailure] = useState<string>()
  const [loads, setLoads] = useState(0)
  const reload = useCallback(() => setLoads((count) => count + 1), [])

  useEffect(() => {
    const aborting = new AbortController()
    load({ eventId, search, filter, limit }, aborting.signal).then(
      (loaded) => {
        setList(loaded)
        setFailure(undefined)
      },
      () => {
        if (!aborting.signal.aborted)
          setFailure('The list could not be loaded. It may be out of date.')
      },
    )
    return () => aborting.abort()
  }, [eventId, search, filter, limit, loads])

  // Other staff check people in too, and people register while staff look.
  useEventChanges(eventId, reload)

  useEffect(() => {
    const reloadIfVisible = () => document.visibilityState === 'visible' && reload()
    const timer = setInterval(reloadIfVisible, reloadMs)
    document.addEventListener('visibilitychange', reloadIfVisible)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', reloadIfVisible)
    }
  }, [reload])

  return { list, failure, reload }
}
