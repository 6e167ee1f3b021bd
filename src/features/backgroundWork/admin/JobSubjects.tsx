import { Link } from '@payloadcms/ui'

import type { JobSubject } from '../describeJobs.ts'

const words = { users: 'For', events: 'Event', registrations: 'Registration' } as const

/** The documents that a job is about. Each is a link, unless it was deleted. */
export const JobSubjects = ({ subjects }: { subjects: JobSubject[] }) =>
  subjects.length === 0 ? null : (
    <ul className="work__subjects">
      {subjects.map(({ collection, id, name }) => (
        <li key={collection}>
          <span className="work__aside">{words[collection]} </span>
          {name === undefined ? (
            `${id} (deleted)`
          ) : (
            <Link href={`/admin/collections/${collection}/${id}`}>{name || id}</Link>
          )}
        </li>
      ))}
    </ul>
  )
