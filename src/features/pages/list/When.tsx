import type { Site } from '../site.ts'
import { offsetText, spanText, zoneText } from '../times.ts'

interface WhenProps {
  event: { startDate: string; endDate: string; timezone: string }
  site: Site
}

/** The time of an event in its zone. The script adds the time of the visitor, where it differs. */
export const When = ({ event: { endDate, startDate, timezone }, site }: WhenProps) => (
  <>
    <time dateTime={startDate} data-until={endDate} data-zone={timezone}>
      {spanText({ startDate, endDate, timezone }, site.language)}
    </time>{' '}
    <span className="quiet">
      {zoneText(timezone)}, {offsetText(startDate, timezone)}
    </span>
  </>
)
