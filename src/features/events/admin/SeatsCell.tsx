import type { DefaultServerCellComponentProps } from 'payload'

import type { Event } from '../../../payload-types.ts'
import { FillBar } from '../../../panel/elements/FillBar.tsx'
import { fillOf } from '../../../panel/elements/fillOf.ts'

/** How full an event is. The row includes the counts. */
export const SeatsCell = ({ rowData }: DefaultServerCellComponentProps) => (
  <FillBar fill={fillOf(rowData as Event)} />
)
