'use client'
import { momentInZone } from '../inZone.ts'
import { useBrowserZone } from './useBrowserZone.ts'

/** An instant by the clock of whoever looks at it. */
export const LocalTime = ({ instant }: { instant: string }) => {
  const zone = useBrowserZone()
  return <time dateTime={instant}>{momentInZone(instant, zone ?? 'UTC')}</time>
}
