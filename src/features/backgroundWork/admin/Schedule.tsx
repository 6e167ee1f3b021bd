import type { TaskStatus } from '../readSchedule.ts'
import './schedule.css'
import { ScheduleRow } from './ScheduleRow.tsx'

/** What is done by the clock, and how it went the last time. */
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
          <th scope="col">Took</th>
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
