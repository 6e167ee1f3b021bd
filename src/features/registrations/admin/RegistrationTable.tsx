import { RegistrationRow } from './RegistrationRow.tsx'
import type { Changes } from './useChanges.ts'
import type { DoorList } from './useDoorList.ts'

interface Props {
  list: DoorList
  changes: Changes
}

export const RegistrationTable = ({ list, changes }: Props) => {
  if (list.registrations.length === 0) {
    return <p className="registrations__none">No matching registrations</p>
  }
  return (
    <table className="registrations__table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Ticket</th>
          <th scope="col">Seats</th>
          <th scope="col">State</th>
          <th scope="col">Registered</th>
          <th scope="col">Check-in</th>
          <th scope="col">
            <span className="sr-only">Cancel</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {list.registrations.map((registration) => (
          <RegistrationRow
            key={registration.id}
            registration={registration}
            zone={list.event.timezone}
            changes={changes}
          />
        ))}
      </tbody>
    </table>
  )
}
