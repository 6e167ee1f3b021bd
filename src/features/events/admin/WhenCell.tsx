import type { DefaultServerCellComponentProps } from 'payload'

import type { Event } from '../../../payload-types.ts'
import { When } from '../../../panel/elements/When.tsx'

export const WhenCell = ({ rowData }: DefaultServerCellComponentProps) => (
  <When event={rowData as Event} />
)
