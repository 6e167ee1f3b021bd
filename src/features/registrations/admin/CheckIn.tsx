import { Button } from '@payloadcms/ui'
import { useLayoutEffect, useRef } from 'react'

import { shortMomentInZone } from '../../../panel/formatInZone.ts'
import type { Registration } from '../../../payload-types.ts'
import type { Changes } from './useChanges.ts'

interface Props {
  registration: Registration
  zone: string
  changes: Changes
}

/** Moves the focus to the new button when the button that had it is replaced, as for who uses keys. */
function useFocusKept(isCheckedIn: boolean) {
  const place = useRef<HTMLDivElement>(null)
  const had = useRef(false)
  useLayoutEffect(() => {
    const element = place.current
    if (had.current) element?.querySelector('button')?.focus()
    return () => {
      had.current = element?.contains(document.activeElement) ?? false
    }
  }, [isCheckedIn])
  return place
}

/** The check-in button of a registration. After the check-in: its time, and a button to undo it. */
export const CheckIn = ({ registration, zone, changes }: Props) => {
  const { id, attendeeName, checkedInAt, state } = registration
  const place = useFocusKept(Boolean(checkedInAt))
  const isChanging = changes.changing === id
  if (state !== 'confirmed') return null
  if (!checkedInAt) {
    return (
      <div ref={place}>
        <Button
          size="medium"
          margin={false}
          aria-label={`Check in ${attendeeName}`}
          aria-disabled={isChanging}
          onClick={() => isChanging || void changes.checkIn(registration)}
        >
          Check in
        </Button>
      </div>
    )
  }
  return (
    <div ref={place}>
      <span className="registrations__arrived">{shortMomentInZone(checkedInAt, zone)}</span>
      <button
        type="button"
        className="registrations__quiet"
        aria-label={`Undo the check-in of ${attendeeName}`}
        aria-disabled={isChanging}
        onClick={() => isChanging || void changes.undoCheckIn(registration)}
      >
        Undo
      </button>
    </div>
  )
}
