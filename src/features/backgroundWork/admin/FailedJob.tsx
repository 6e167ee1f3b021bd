import type { DescribedJob } from '../describeJobs.ts'
import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import { counted } from '../../../shared/counted.ts'
import { JobActions } from './JobActions.tsx'
import { JobSubjects } from './JobSubjects.tsx'
import { firstLines } from './format.ts'

/** A job that used up its attempts: its subject, its error, and its buttons. */
export const FailedJob = ({ job }: { job: DescribedJob }) => {
  const { id, key, payload, task, tick, title } = job
  const error = job.error.trim() || 'No error message.'
  const { isWhole, text } = firstLines(error)
  // Jobs with the same title differ by their subjects, such as the recipient of an email.
  const name = [title, ...job.subjects.flatMap((subject) => subject.name || [])].join(', ')
  return (
    <li className="work__job" aria-label={name}>
      <div className="work__job-head">
        <h3 className="work__job-title">{title}</h3>
        <JobActions id={id} name={name} />
      </div>
      <JobSubjects subjects={job.subjects} />
      <pre className="work__error work__error--first">{isWhole ? text : `${text}…`}</pre>
      <p className="work__facts">
        Failed <LocalTime instant={job.failedAt} short /> after {counted(job.attempts, 'attempt')},{' '}
        queued <LocalTime instant={job.createdAt} short />
        {tick && (
          <>
            , due <LocalTime instant={tick} short />
          </>
        )}
      </p>
      <details className="work__details">
        <summary>{isWhole ? 'Details' : 'Full error and details'}</summary>
        <pre className="work__error">{error}</pre>
        <pre className="work__payload">
          {[`task ${task}`, key && `key ${key}`, `job ${id}`].filter(Boolean).join('\n')}
          {`\n${JSON.stringify(payload, null, 2)}`}
        </pre>
      </details>
    </li>
  )
}
