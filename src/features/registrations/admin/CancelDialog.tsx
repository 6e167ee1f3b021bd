import { ConfirmationModal } from '@payloadcms/ui'

import { isolated } from '../../../shared/direction.ts'
import { cancelDialog, type Changes } from './useChanges.ts'

/** Asks before a registration is cancelled, because cancelling cannot be undone. */
export const CancelDialog = ({ changes }: { changes: Changes }) => {
  const registration = changes.toCancel
  return (
    <ConfirmationModal
      modalSlug={cancelDialog}
      heading={`Cancel the registration of ${isolated(registration?.attendeeName ?? 'this person')}?`}
      body="Their place goes to the next in line at once. Cancelling can't be undone."
      confirmLabel="Cancel the registration"
      confirmingLabel="Cancelling"
      cancelLabel="Keep it"
      onConfirm={() => (registration ? changes.cancel(registration) : undefined)}
    />
  )
}
