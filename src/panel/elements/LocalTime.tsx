'use client'
import { momentInZone, shortMomentInZone } from '../formatInZone.ts'
import { useBrowserZone } from './useBrowserZone.ts'

interface Props {
  instant: string
  /** Without the weekday and the year. */
  short?: boolean
}

/** An instant in the time zone of the browser. */
export const LocalTime = ({ instant, short = false }: Props) => {
  const zone = useBrowserZone() ?? 'UTC'
  const inWords = short ? shortMomentInZone : momentInZone
  return <time dateTime={instant}>{inWords(instant, zone)}</time>
}
