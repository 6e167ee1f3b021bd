import { toast, useModal } from '@payloadcms/ui'
import { useState } from 'react'

import { shortMomentInZone } from '../../../panel/formatInZone.ts'
import { readRest } from '../../../panel/rest.ts'
import { errorOf } from '../../../panel/restErrors.ts'
import type { Registration } from '../../../payload-types.ts'

export const cancelDialog = 'cancel-registration'

export type Changes = ReturnType<typeof useChanges>

/** Changes one registration. Returns why the server refused, or undefined after a success. */
async function patch(id: number, change: Partial<Registration>): Promise<string | undefined> {
  const response = await fetch(`/api/registrations/${id}?depth=0`, {
    method: 'PATCH',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(change),
  })
  if (response.ok) return undefined
  return errorOf(response)
}

/** Why a check-in failed: another member of staff may have made it. */
async function explain(id: number, refusal: string, zone: string): Promise<string> {
  if (refusal !== 'Already checked in') return refusal
  const current = await readRest<Registration>(`/api/registrations/${id}?depth=0`)
  return current?.checkedInAt
    ? `${refusal}, at ${shortMomentInZone(current.checkedInAt, zone)}`
    : refusal
}

/** The changes that staff make at the entrance. Each shows its result and reloads the list. */
export function useChanges(reload: () => void, zone: string) {
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
    if (refusal) toast.error(await explain(registration.id, refusal, zone))
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
