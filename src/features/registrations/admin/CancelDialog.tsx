import { ConfirmationModal } from '@payloadcms/ui'

import { cancelDialog, type Changes } from './useChanges.ts'

/** Asks before a registration is cancelled, because there is no way back. */
export const CancelDialog = ({ changes }: { changes: Changes }) => {
  const who = changes.toCancel
  return (
    <ConfirmationModal
      modalSlug={cancelDialog}
      heading={`Cancel the registration of ${who?.attendeeName}?`}
      body="Their place goes to the next in line at once. A cancelled registration cannot be revived."
      confirmLabel="Cancel the registration"
      confirmingLabel="Cancelling"
      cancelLabel="Keep it"
      onConfirm={() => (who ? changes.cancel(who) : undefined)}
    />
  )
}
