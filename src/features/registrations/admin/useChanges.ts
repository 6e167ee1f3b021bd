import { toast, useModal } from '@payloadcms/ui'
import { useState } from 'react'

import type { Registration } from '../../../payload-types.ts'

export const cancelDialog = 'cancel-registration'

export type Changes = ReturnType<typeof useChanges>

/** The body of Payload's errors: one for the request, and below it one for each field. */
interface RestErrors {
  errors?: { message: string; data?: { errors?: { message: string }[] } }[]
}

/** Changes one registration. Returns why the server refused, or undefined after a success. */
async function patch(id: number, change: Partial<Registration>): Promise<string | undefined> {
  const response = await fetch(`/api/registrations/${id}?depth=0`, {
    method: 'PATCH',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(change),
  })
  if (response.ok) return undefined
  const body = (await response.json().catch(() => ({}))) as RestErrors
  const error = body.errors?.[0]
  return (
    error?.data?.errors?.[0]?.message ?? error?.message ?? `The server answered ${response.status}`
  )
}

/** The changes that staff make at the entrance. Each shows its result and reloads the list. */
export function useChanges(reload: () => void) {
  const { openModal } = useModal()
  const [changing, setChanging] = useState<number>()
  const [toCancel, setToCancel] = useState<Registration>()

  const change = async (
    registration: Registration,
    fields: Partial<Registration>,
    done: string,
  ) => {
    setChanging(registration.id)
    const refusal = await patch(registration.id, fields).catch(
      () => "Can't reach the server. Nothing was saved.",
    )
    if (refusal) toast.error(refusal)
    else toast.success(done)
    setChanging(undefined)
    reload()
  }

  return {
    /** The id of the registration that is being changed. */
    changing,
    /** The registration that the open dialog asks about. */
    toCancel,
    checkIn: (registration: Registration) =>
      change(
        registration,
        { checkedInAt: new Date().toISOString() },
        `${registration.attendeeName} is checked in`,
      ),
    undoCheckIn: (registration: Registration) =>
      change(
        registration,
        { checkedInAt: null },
        `${registration.attendeeName} is no longer checked in`,
      ),
    cancel: (registration: Registration) =>
      change(
        registration,
        { state: 'cancelled' },
        `The registration of ${registration.attendeeName} is cancelled`,
      ),
    askToCancel: (registration: Registration) => {
      setToCancel(registration)
      openModal(cancelDialog)
    },
  }
}
