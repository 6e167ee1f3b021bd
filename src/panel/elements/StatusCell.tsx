import type { DefaultServerCellComponentProps, SelectFieldClient } from 'payload'

import { StatusPill } from './StatusPill.tsx'

/** The status of an event or the state of a registration, in a list. */
export const StatusCell = ({ cellData }: DefaultServerCellComponentProps<SelectFieldClient>) => {
  const status = cellData as string | undefined
  return status ? <StatusPill status={status} /> : null
}
