import type { TaskStatus } from '../readSchedule.ts'
import './schedule.css'
import { ScheduleRow } from './ScheduleRow.tsx'

/** The scheduled tasks, with the outcome of their last runs. */
export const Schedule = ({ tasks }: { tasks: TaskStatus[] }) => (
  <section aria-labelledby="schedule">
    <h2 id="schedule" className="work__title">
      Schedule
    </h2>
    <table className="work__schedule">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">Last run</th>
          <th scope="col">Duration</th>
          <th scope="col">Outcome</th>
          <th scope="col">Next due</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((status) => (
          <ScheduleRow key={status.task} status={status} />
        ))}
      </tbody>
    </table>
  </section>
)
