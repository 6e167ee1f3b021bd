import type { RegistrationState } from '../../domain/registration.ts'
import type { EventStatus } from '../../domain/schedule.ts'
import { named } from '../../lib/named.ts'
import './statusPill.css'

/** How a task of the schedule stands. */
type RunState = 'succeeded' | 'failed' | 'running' | 'waiting'

export type Status = EventStatus | RegistrationState | RunState

/** The state of an event, a registration or a task. The word says it; the colour only helps to find it. */
export const StatusPill = ({ status }: { status: Status }) => (
  <span className={`status-pill status-pill--${status}`}>{named(status).label}</span>
)
