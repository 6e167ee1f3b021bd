import type { DoorList } from './useDoorList.ts'
import { fillOf } from '../../../panel/elements/fillOf.ts'
import { LiveFillBar } from '../../../panel/elements/live/LiveFillBar.tsx'

/** How full the event is, and how many of the confirmed registrations are checked in. */
export const Summary = ({ list }: { list: DoorList }) => (
  <dl className="registrations__summary">
    <div>
      <dt>Seats taken</dt>
      <dd>
        <LiveFillBar eventId={list.event.id} fill={fillOf(list.event)} />
      </dd>
    </div>
    <div>
      <dt>Registrations checked in</dt>
      <dd>
        {list.arrived} of {list.arrived + list.expected}
      </dd>
    </div>
  </dl>
)
