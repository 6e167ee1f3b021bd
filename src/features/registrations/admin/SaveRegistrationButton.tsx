'use client'
import { useDocumentInfo, useForm } from '@payloadcms/ui'

import type { Registration } from '../../../payload-types.ts'
import { AskingSaveButton } from '../../../panel/form/AskingSaveButton.tsx'

/** Saves a registration. It asks before a cancellation, and never registers who has not been chosen. */
export const SaveRegistrationButton = () => {
  const { id, data } = useDocumentInfo()
  const { getData } = useForm()
  const saved = data as Partial<Registration> | undefined
  const ask = () => {
    const { state } = getData() as Registration
    const ends = Boolean(id) && state === 'cancelled' && saved?.state !== 'cancelled'
    return Promise.resolve(
      ends
        ? {
            heading: `Cancel the registration of ${saved?.attendeeName ?? 'this person'}?`,
            body: "Their place goes to the next in line at once, and they get an email. This can't be undone.",
            confirmLabel: 'Cancel the registration',
          }
        : undefined,
    )
  }
  // Without a person the form would send nothing, and the server would register who is signed in.
  const options = () =>
    id ? {} : { overrides: { user: (getData() as Partial<Registration>).user ?? null } }
  return <AskingSaveButton ask={ask} options={options} />
}
