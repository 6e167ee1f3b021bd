import type { DefaultServerCellComponentProps, SelectFieldClient } from 'payload'

import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { type State, states } from './states.ts'

/** Whether an endpoint works, in the list. */
export const StateCell = ({ cellData }: DefaultServerCellComponentProps<SelectFieldClient>) => {
  const state = cellData as State | undefined
  return state ? <StatusPill status={state} label={states[state].label} /> : null
}
