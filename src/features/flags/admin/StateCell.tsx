import type { DefaultServerCellComponentProps, SelectFieldClient } from 'payload'

import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { type FlagState, stateLabels } from '../describeFlag.ts'

/** What a flag does now, in the list. */
export const StateCell = ({ cellData }: DefaultServerCellComponentProps<SelectFieldClient>) => {
  const state = cellData as FlagState | undefined
  return state ? <StatusPill status={state} label={stateLabels[state]} /> : null
}
