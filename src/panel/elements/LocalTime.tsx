'use client'
import { momentInZone, shortMomentInZone } from '../formatInZone.ts'
import { useBrowserZone } from './useBrowserZone.ts'

interface Props {
  instant: string
  /** Whether it is near enough to need no year. */
  short?: boolean
}

/** An instant by the clock of whoever looks at it. */
export const LocalTime = ({ instant, short = false }: Props) => {
  const zone = useBrowserZone() ?? 'UTC'
  const inWords = short ? shortMomentInZone : momentInZone
  return <time dateTime={instant}>{inWords(instant, zone)}</time>
}
