import { useBrowserZone } from '../../../panel/elements/useBrowserZone.ts'
import { cityOf, shortMomentInZone, offsetInZone } from '../../../panel/formatInZone.ts'

/** The zone of a date and, when the browser is in a zone with another offset, the local time there. */
export const ZoneHint = ({ instant, zone }: { instant: string; zone: string }) => {
  const browserZone = useBrowserZone()
  if (Number.isNaN(Date.parse(instant))) return null
  const offset = offsetInZone(instant, zone)
  const differs = browserZone !== undefined && offsetInZone(instant, browserZone) !== offset
  return (
    <div className="field-description">
      {cityOf(zone)} time ({offset})
      {differs && `, for you ${shortMomentInZone(instant, browserZone)}`}
    </div>
  )
}
