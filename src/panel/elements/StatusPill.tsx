import { selectOption } from '../../shared/selectOption.ts'
import './statusPill.css'

interface Props {
  status: string
  /** Words for it, if the status itself is not enough. */
  label?: string
}

/** A status as a label with a colour: of an event, a registration or a scheduled task. */
export const StatusPill = ({ label, status }: Props) => (
  <span className={`status-pill status-pill--${status}`}>
    {label ?? selectOption(status).label}
  </span>
)
