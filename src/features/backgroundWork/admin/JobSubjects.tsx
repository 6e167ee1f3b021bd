import { Link } from '@payloadcms/ui'

import type { JobSubject } from '../describeJobs.ts'

const words = { users: 'For', events: 'Event', registrations: 'Registration' } as const

/** Whom and what a job is about, each as a link while it exists. */
export const JobSubjects = ({ subjects }: { subjects: JobSubject[] }) =>
  subjects.length === 0 ? null : (
    <ul className="work__subjects">
      {subjects.map(({ collection, id, name }) => (
        <li key={collection}>
          <span className="work__aside">{words[collection]} </span>
          {name === undefined ? (
            `${id}, which is gone`
          ) : (
            <Link href={`/admin/collections/${collection}/${id}`}>{name || id}</Link>
          )}
        </li>
      ))}
    </ul>
  )
