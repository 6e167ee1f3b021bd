import type { RegistrationState } from '../../domain/registration.ts'
import type { EventStatus } from '../../domain/schedule.ts'
import { named } from '../../lib/named.ts'
import './statusPill.css'

export type Status = EventStatus | RegistrationState

/** The state of an event or a registration. The word says it; the colour only helps to find it. */
export const StatusPill = ({ status }: { status: Status }) => (
  <span className={`status-pill status-pill--${status}`}>{named(status).label}</span>
)
