import { Link } from '@payloadcms/ui'

import type { DescribedJob } from '../describeJobs.ts'
import { FailedJob } from './FailedJob.tsx'
import './failedJobs.css'

interface Props {
  jobs: DescribedJob[]
  page: number
  pages: number
}

const Pages = ({ page, pages }: Omit<Props, 'jobs'>) => (
  <nav className="work__pages" aria-label="Pages of failed jobs">
    {page > 1 && <Link href={`/admin/work?page=${page - 1}`}>Newer</Link>}
    <span>
      Page {page} of {pages}
    </span>
    {page < pages && <Link href={`/admin/work?page=${page + 1}`}>Older</Link>}
  </nav>
)

/** The jobs that used up their attempts. Staff retry or discard them. */
export const FailedJobs = ({ jobs, page, pages }: Props) => (
  <section aria-labelledby="failed-jobs">
    <h2 id="failed-jobs" className="work__title">
      Failed jobs
    </h2>
    {jobs.length === 0 ? (
      <p className="work__nothing">
        Nothing has failed. Jobs that fail every attempt are listed here.
      </p>
    ) : (
      <ul className="work__jobs">
        {jobs.map((job) => (
          <FailedJob key={job.id} job={job} />
        ))}
      </ul>
    )}
    {pages > 1 && <Pages page={page} pages={pages} />}
  </section>
)
