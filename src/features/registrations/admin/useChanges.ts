import { toast, useModal } from '@payloadcms/ui'
import { useState } from 'react'

import type { Registration } from '../../../payload-types.ts'

export const cancelDialog = 'cancel-registration'

export type Changes = ReturnType<typeof useChanges>

/** Payload's errors: one for the request, with one for each field below it. */
interface RestErrors {
  errors?: { message: string; data?: { errors?: { message: string }[] } }[]
}

/** Writes to one registration; returns why it was refused, or undefined when it was not. */
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

/** What staff at the door do to a registration. Each tells how it went, and the list is read anew. */
export function useChanges(reload: () => void) {
  const { openModal } = useModal()
  const [changing, setChanging] = useState<number>()
  const [toCancel, setToCancel] = useState<Registration>()

  const change = async (to: Registration, fields: Partial<Registration>, done: string) => {
    setChanging(to.id)
    const refusal = await patch(to.id, fields).catch(() => 'The server cannot be reached')
    if (refusal) toast.error(refusal)
    else toast.success(done)
    setChanging(undefined)
    reload()
  }

  return {
    /** The id of the registration that is being written. */
    changing,
    /** The registration that the open dialog asks about. */
    toCancel,
    checkIn: (who: Registration) =>
      change(who, { checkedInAt: new Date().toISOString() }, `${who.attendeeName} is checked in`),
    undoCheckIn: (who: Registration) =>
      change(who, { checkedInAt: null }, `${who.attendeeName} is no longer checked in`),
    cancel: (who: Registration) =>
      change(who, { state: 'cancelled' }, `The registration of ${who.attendeeName} is cancelled`),
    askToCancel: (who: Registration) => {
      setToCancel(who)
      openModal(cancelDialog)
    },
  }
}
