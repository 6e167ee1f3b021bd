import { Button } from '@payloadcms/ui'

import { shortMomentInZone } from '../../../panel/formatInZone.ts'
import type { Registration } from '../../../payload-types.ts'
import type { Changes } from './useChanges.ts'

interface Props {
  registration: Registration
  zone: string
  changes: Changes
}

/** The check-in button of a registration. After the check-in: its time, and a button to undo it. */
export const CheckIn = ({ registration, zone, changes }: Props) => {
  const { id, attendeeName, checkedInAt, state } = registration
  const isChanging = changes.changing === id
  if (state !== 'confirmed') return null
  if (!checkedInAt) {
    return (
      <Button
        size="small"
        margin={false}
        aria-label={`Check in ${attendeeName}`}
        disabled={isChanging}
        onClick={() => void changes.checkIn(registration)}
      >
        Check in
      </Button>
    )
  }
  return (
    <>
      <span className="registrations__arrived">{shortMomentInZone(checkedInAt, zone)}</span>
      <button
        type="button"
        className="registrations__quiet"
        aria-label={`Undo the check-in of ${attendeeName}`}
        disabled={isChanging}
        onClick={() => void changes.undoCheckIn(registration)}
      >
        Undo
      </button>
    </>
  )
}
