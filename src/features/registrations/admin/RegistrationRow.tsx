import { Link } from '@payloadcms/ui'

import type { Registration } from '../../../payload-types.ts'
import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { shortMomentInZone } from '../../../panel/formatInZone.ts'
import { CheckIn } from './CheckIn.tsx'
import type { Changes } from './useChanges.ts'

interface Props {
  registration: Registration
  /** The time zone of the event: times are shown in it. */
  zone: string
  changes: Changes
}

export const RegistrationRow = ({ registration, zone, changes }: Props) => {
  const { id, attendeeName, ticketCode, seats, state } = registration
  const { offerExpiresAt, registeredAt, waitlistPosition } = registration
  return (
    <tr>
      <th scope="row" className="registrations__name">
        <Link href={`/admin/collections/registrations/${id}`}>
          <bdi>{attendeeName ?? 'No name'}</bdi>
        </Link>
      </th>
      <td className="registrations__ticket">{ticketCode}</td>
      <td className="registrations__seats">{seats}</td>
      <td className="registrations__state">
        <StatusPill status={state} />
        {state === 'offered' && offerExpiresAt
          ? ` until ${shortMomentInZone(offerExpiresAt, zone)}`
          : null}
        {waitlistPosition ? ` #${waitlistPosition} in line` : null}
      </td>
      <td className="registrations__when">
        {registeredAt && shortMomentInZone(registeredAt, zone)}
      </td>
      <td className="registrations__check-in">
        <CheckIn registration={registration} zone={zone} changes={changes} />
      </td>
      <td className="registrations__cancel">
        {state !== 'cancelled' && (
          <button
            type="button"
            className="registrations__quiet"
            aria-label={`Cancel the registration of ${attendeeName}`}
            onClick={() => changes.askToCancel(registration)}
          >
            Cancel
          </button>
        )}
      </td>
    </tr>
  )
}
