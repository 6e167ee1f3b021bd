import type { DateFieldClient, DefaultServerCellComponentProps } from 'payload'

import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import { StatusPill } from '../../../panel/elements/StatusPill.tsx'

/** When a flag is reviewed, in the list; from then on, the question whether it is still needed. */
export const ReviewCell = ({ cellData }: DefaultServerCellComponentProps<DateFieldClient>) => {
  if (typeof cellData !== 'string') return <>–</>
  const isDue = new Date(cellData) <= new Date()
  return isDue ? (
    <StatusPill status="pending" label="Still needed?" />
  ) : (
    <LocalTime instant={cellData} short />
  )
}
