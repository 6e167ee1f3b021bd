import type { RegistrationState } from '../../features/registrations/rules.ts'
import type { EventStatus } from '../../features/events/rules.ts'
import { selectOption } from '../../shared/selectOption.ts'
import './statusPill.css'

/** How a task of the schedule stands. */
type RunState = 'succeeded' | 'failed' | 'running' | 'waiting'

export type Status = EventStatus | RegistrationState | RunState

/** The state of an event, a registration or a task. The word says it; the colour only helps to find it. */
export const StatusPill = ({ status }: { status: Status }) => (
  <span className={`status-pill status-pill--${status}`}>{selectOption(status).label}</span>
)
