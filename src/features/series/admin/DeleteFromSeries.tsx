'use client'
import { ConfirmationModal, PopupList, toast, useDocumentInfo, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import type { Event } from '../../../payload-types.ts'
import { Choices } from '../../../panel/form/Choices.tsx'
import { errorOf } from '../../../panel/restErrors.ts'
import type { Scope } from '../scope.ts'
import './deleteFromSeries.css'

const dialog = 'delete-from-series'

const choices: { value: Scope; label: string }[] = [
  { value: 'this', label: 'This event alone' },
  { value: 'following', label: 'This and the following events' },
  { value: 'all', label: 'All events of the series' },
]

/** The menu item that deletes an event of a series: alone, with the following ones, or with all. */
export const DeleteFromSeries = () => {
  const { id, data, hasDeletePermission } = useDocumentInfo()
  const event = data as Event | undefined
  const { openModal } = useModal()
  const router = useRouter()
  const [scope, setScope] = useState<string>('this')
  if (!id || !event?.series || !hasDeletePermission) return null

  const confirm = async () => {
    const response = await fetch(`/api/events/${id}?depth=0&scope=${scope}`, {
      method: 'DELETE',
      credentials: 'include',
    }).catch(() => undefined)
    if (!response) return void toast.error("Can't reach the server. Nothing was deleted.")
    if (!response.ok) return void toast.error(await errorOf(response))
    toast.success(scope === 'this' ? 'The event is deleted' : 'The events are deleted')
    router.push('/admin/collections/events')
  }
  return (
    <>
      <PopupList.Button id="action-delete-from-series" onClick={() => openModal(dialog)}>
        Delete …
      </PopupList.Button>
      <ConfirmationModal
        modalSlug={dialog}
        heading={`Delete ${event.title}?`}
        body={
          <Choices
            choices={choices}
            chosen={scope}
            choose={setScope}
            intro="This event is part of a series. An event with registrations cannot be deleted: cancel it instead."
          />
        }
        confirmLabel="Delete"
        confirmingLabel="Deleting"
        cancelLabel="Keep it"
        onConfirm={confirm}
      />
    </>
  )
}
