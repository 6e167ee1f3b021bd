import type { TaskStatus } from '../readSchedule.ts'
import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import { formatCron, formatDuration } from './format.ts'

const tookOf = ({ run }: TaskStatus) =>
  run?.startedAt && run.finishedAt
    ? formatDuration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))
    : ''

/** Says that a task should have run several times since, and what may be the matter. */
const Missed = ({ run }: TaskStatus) => (
  <p className="work__missed">
    {run?.startedAt ? 'It has not run since, though it was due' : 'It was due and has not run'}: is
    no worker running?
  </p>
)

/** One task: when it last ran, what came of it, and when it is due again. */
export const ScheduleRow = ({ status }: { status: TaskStatus }) => {
  const { cron, isMissed, nextDue, run, state, task, title } = status
  const stands = isMissed ? 'missed' : state
  return (
    <tr className={`work__task work__task--${stands}`}>
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
