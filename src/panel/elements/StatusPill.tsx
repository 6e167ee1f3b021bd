import { selectOption } from '../../shared/selectOption.ts'
import './statusPill.css'

/** A status as a label with a colour: of an event, a registration or a scheduled task. */
export const StatusPill = ({ status }: { status: string }) => (
  <span className={`status-pill status-pill--${status}`}>{selectOption(status).label}</span>
)
