import type { DefaultServerCellComponentProps } from 'payload'

import type { Event } from '../../../payload-types.ts'
import { fillOf } from '../../../panel/elements/fillOf.ts'
import { LiveFillBar } from '../../../panel/elements/live/LiveFillBar.tsx'

/** How full an event is. The row includes the counts at first. */
export const SeatsCell = ({ rowData }: DefaultServerCellComponentProps) => (
  <LiveFillBar eventId={(rowData as Event).id} fill={fillOf(rowData as Event)} />
)
