import { useEffect, useState } from 'react'

import type { FoundForPanel, FoundItem } from '../findForPanel.ts'

/** What was found, in the order in which it is shown. */
export interface Group {
  name: string
  items: FoundItem[]
}

/** Milliseconds after the last key until the search begins. */
const pauseMs = 150

const groupsOf = ({ events, people, registrations }: FoundForPanel): Group[] =>
  [
    { name: 'Events', items: events },
    { name: 'People', items: people },
    { name: 'Registrations', items: registrations },
  ].filter(({ items }) => items.length > 0)

async function search(text: string, signal: AbortSignal): Promise<Group[] | 'failed'> {
  const address = `/api/panel/search?${new URLSearchParams({ q: text })}`
  const response = await fetch(address, { credentials: 'include', signal })
  return response.ok ? groupsOf((await response.json()) as FoundForPanel) : 'failed'
}

/** What a text finds; undefined before the answer to it. */
export function useFound(text: string): Group[] | 'failed' | undefined {
  const [found, setFound] = useState<{ text: string; groups: Group[] | 'failed' }>()
  useEffect(() => {
    if (text === '') return
    const abort = new AbortController()
    const begin = setTimeout(() => {
      search(text, abort.signal)
        .catch(() => 'failed' as const)
        .then((groups) => {
          if (!abort.signal.aborted) setFound({ text, groups })
        })
        .catch(() => undefined)
    }, pauseMs)
    return () => {
      clearTimeout(begin)
      abort.abort()
    }
  }, [text])
  return found?.text === text ? found.groups : undefined
}
