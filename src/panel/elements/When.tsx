import type { Event } from '../../payload-types.ts'
import { cityOf, rangeInZone } from '../formatInZone.ts'
import './when.css'

type Scheduled = Pick<Event, 'startDate' | 'endDate' | 'timezone'>

/** The dates of an event in the time zone of its venue. */
export const When = ({ event: { startDate, endDate, timezone } }: { event: Scheduled }) => (
  <div className="when">
    <time dateTime={startDate}>{rangeInZone(startDate, endDate, timezone)}</time>
    <span className="when__zone">{cityOf(timezone)} time</span>
  </div>
)
