'use client'
import { useDocumentInfo, useForm } from '@payloadcms/ui'
import { useState } from 'react'

import type { Event } from '../../../payload-types.ts'
import { AskingSaveButton } from '../../../panel/form/AskingSaveButton.tsx'
import { readRest } from '../../../panel/rest.ts'
import { questionBeforeSave } from './questionBeforeSave.ts'

const isLater = (one: string, other: string | undefined) =>
  other === undefined || Date.parse(one) > Date.parse(other)

/**
 * Saves an event. It asks before a step that ends registrations, and which events of a series it is about. It sends the time of the state that the
 * form shows: the server refuses the save when somebody else has saved since, and says what they changed.
 * Then the button offers to save over it.
 */
export const SaveEventButton = () => {
  const { id, action, data } = useDocumentInfo()
  const { getData } = useForm()
  const saved = data as Partial<Event> | undefined
  const shown = saved?.updatedAt
  const [newer, setNewer] = useState<{ than?: string; at: string }>()
  const newest = newer && newer.than === shown ? newer.at : undefined
  if (!id) return <AskingSaveButton ask={() => Promise.resolve(undefined)} />

  const eventId = Number(id)
  const ask = () => {
    const { status, title } = getData() as Event
    const isInSeries = Boolean(saved?.series)
    const from = saved?.status ?? 'draft'
    return questionBeforeSave({ id: eventId, title, from, to: status, isInSeries })
  }
  const lookForNewer = async () => {
    const current = await readRest<Event>(`/api/events/${eventId}?depth=0`)
    if (current && isLater(current.updatedAt, newest ?? shown)) {
      setNewer({ than: shown, at: current.updatedAt })
    }
  }
  // Only its path is used. The server renders this too, and knows no window.
  const address = new URL(action ?? '', 'http://localhost')
  address.searchParams.set('shown', newest ?? shown ?? '')
  const actionFor = (scope: string | undefined) => {
    if (scope) address.searchParams.set('scope', scope)
    return address.pathname + address.search
  }
  return (
    <AskingSaveButton
      ask={ask}
      options={(scope) => ({ action: actionFor(scope) })}
      onRefused={lookForNewer}
      label={newest ? 'Save over it' : 'Save'}
    />
  )
}
