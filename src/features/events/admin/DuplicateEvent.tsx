'use client'
import { ConfirmationModal, PopupList, toast, useDocumentInfo, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import type { Event } from '../../../payload-types.ts'
import { cityOf } from '../../../panel/formatInZone.ts'
import { errorOf } from '../../../panel/restErrors.ts'
import { datesOfCopy } from './datesOfCopy.ts'
import './duplicateEvent.css'

const dialog = 'duplicate-event'

async function duplicate(event: Event, start: string): Promise<number | string> {
  const response = await fetch(`/api/events/${event.id}/duplicate?depth=0`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(datesOfCopy(event, start)),
  })
  if (!response.ok) return errorOf(response)
  return ((await response.json()) as { doc: Event }).doc.id
}

/** The menu item that copies an event: it asks for the new date, and opens the copy, which is a draft. */
export const DuplicateEvent = () => {
  const { id, data } = useDocumentInfo()
  const event = data as Event | undefined
  const { openModal } = useModal()
  const router = useRouter()
  const [start, setStart] = useState('')
  if (!id || !event?.startDate) return null

  const confirm = async () => {
    if (!start) return void toast.error('Choose when the copy starts')
    const copied = await duplicate(event, start).catch(
      () => "Can't reach the server. Nothing was copied.",
    )
    if (typeof copied === 'string') return void toast.error(copied)
    toast.success('This is the copy. It is a draft.')
    router.push(`/admin/collections/events/${copied}`)
  }
  return (
    <>
      <PopupList.Button id="action-duplicate-event" onClick={() => openModal(dialog)}>
        Duplicate
      </PopupList.Button>
      <ConfirmationModal
        modalSlug={dialog}
        heading={`Copy ${event.title}`}
        body={
          <label className="duplicate-event">
            <span>
              The copy is a draft without registrations. When does it start? (
              {cityOf(event.timezone)} time)
            </span>
            <input
              type="datetime-local"
              min="1970-01-01T00:00"
              value={start}
              onChange={({ target }) => setStart(target.value)}
            />
          </label>
        }
        confirmLabel="Make the copy"
        confirmingLabel="Copying"
        onConfirm={confirm}
      />
    </>
  )
}
