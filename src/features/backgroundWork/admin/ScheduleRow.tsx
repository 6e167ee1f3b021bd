import type { TaskStatus } from '../readSchedule.ts'
import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { formatCron, formatDuration } from './format.ts'

const tookOf = ({ run }: TaskStatus) =>
  run?.startedAt && run.finishedAt
    ? formatDuration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))
    : ''

/** Says that a task has missed several runs, and the likely cause. */
const Missed = ({ run }: TaskStatus) => (
  <p className="work__missed">
    {run?.startedAt ? 'It was due again and has not run.' : 'It was due and has not run.'} Is a
    worker running?
  </p>
)

/** One task: its last run, the outcome, and when it is due next. */
export const ScheduleRow = ({ status }: { status: TaskStatus }) => {
  const { cron, isMissed, nextDue, run, state, task, title } = status
  const highlight = isMissed ? 'missed' : state
  return (
    <tr className={`work__task work__task--${highlight}`}>
      <th scope="row" className="work__task-name">
        {title}
        <span className="work__cron" title={`${task}: ${cron}`}>
          {formatCron(cron)}
        </span>
      </th>
      <td className="work__task-last">
        {run?.startedAt ? <LocalTime instant={run.startedAt} short /> : 'Never'}
      </td>
      <td className="work__task-took">{tookOf(status)}</td>
      <td className="work__task-outcome">
        {state !== 'never' && <StatusPill status={state} />}
        {run?.report && <p className="work__report">{run.report}</p>}
        {isMissed && <Missed {...status} />}
      </td>
      <td className="work__task-next">
        <LocalTime instant={nextDue} short />
      </td>
    </tr>
  )
}
