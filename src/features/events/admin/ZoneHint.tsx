import { useBrowserZone } from '../../../panel/elements/useBrowserZone.ts'
import { cityOf, shortMomentInZone, offsetInZone } from '../../../panel/formatInZone.ts'

/** Says by whose clock a date is shown and, to whoever lives by another, what theirs will show. */
export const ZoneHint = ({ instant, zone }: { instant: string; zone: string }) => {
  const mine = useBrowserZone()
  if (Number.isNaN(Date.parse(instant))) return null
  const offset = offsetInZone(instant, zone)
  const differs = mine !== undefined && offsetInZone(instant, mine) !== offset
  return (
    <div className="field-description">
      {cityOf(zone)} time ({offset}){differs && `, for you ${shortMomentInZone(instant, mine)}`}
    </div>
  )
}
