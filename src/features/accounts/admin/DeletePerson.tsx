'use client'
import { ConfirmationModal, PopupList, toast, useDocumentInfo, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import type { User } from '../../../payload-types.ts'
import { countRest } from '../../../panel/rest.ts'
import { errorOf } from '../../../panel/restErrors.ts'
import './deletePerson.css'

const dialog = 'delete-person'

const live = (id: number) => ({
  'where[user][equals]': String(id),
  'where[state][not_equals]': 'cancelled',
})

const places = (count: number | undefined) => {
  if (count === undefined) return 'All their places go to the next in line.'
  if (count === 0) return 'They are registered for no event.'
  return count === 1
    ? 'Their 1 registration ends, and the place goes to the next in line.'
    : `Their ${count} registrations end, and the places go to the next in line.`
}

/** The menu item that deletes a person: it says first how many registrations end with the account. */
export const DeletePerson = () => {
  const { id, hasDeletePermission, data } = useDocumentInfo()
  const { openModal } = useModal()
  const router = useRouter()
  const [count, setCount] = useState<number>()
  if (!id || !hasDeletePermission) return null
  const userId = Number(id)
  const { displayName, username } = (data ?? {}) as Partial<User>
  const ask = async () => {
    setCount(await countRest('registrations', live(userId)))
    openModal(dialog)
  }
  const remove = async () => {
    const response = await fetch(`/api/users/${userId}`, {
      method: 'DELETE',
      credentials: 'include',
    })
    if (!response.ok) return void toast.error(await errorOf(response))
    toast.success('The account is deleted')
    router.push('/admin/collections/users')
  }
  return (
    <>
      <PopupList.Button id="action-delete-person" onClick={() => void ask()}>
        Delete
      </PopupList.Button>
      <ConfirmationModal
        modalSlug={dialog}
        heading={`Delete ${displayName || username}?`}
        body={`${places(count)} This can't be undone.`}
        confirmLabel="Delete the account"
        confirmingLabel="Deleting"
        cancelLabel="Keep it"
        onConfirm={remove}
      />
    </>
  )
}
