import type { PayloadRequest } from 'payload'

import type { FailedJob } from '../../queue/queries/jobs.ts'
import { jobDescription } from './jobDescription.ts'
import type { Event, Registration, User } from '../../payload-types.ts'

/** A person, event or registration that a job is about. */
export interface JobSubject {
  collection: 'users' | 'events' | 'registrations'
  id: number
  /** Undefined when the document was deleted. */
  name: string | undefined
}

export interface DescribedJob extends FailedJob {
  title: string
  tick?: string | undefined
  subjects: JobSubject[]
}

type Collection = JobSubject['collection']
type Naming = Partial<
  Pick<User, 'displayName' | 'username'> & Pick<Event, 'title'> & Pick<Registration, 'ticketCode'>
>

const select = { displayName: true, username: true, title: true, ticketCode: true } as const

const nameOf = ({ displayName, ticketCode, title, username }: Naming) =>
  displayName || username || title || ticketCode || ''

/** The names of the documents with those ids that the caller may read. */
async function namesOf(
  req: PayloadRequest,
  collection: Collection,
  ids: (number | undefined)[],
): Promise<Map<number, string>> {
  const wanted = ids.filter((id) => id !== undefined)
  if (wanted.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection,
    where: { id: { in: [...new Set(wanted)] } },
    // Only the fields for the name: no long texts and no password hashes.
    select,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
  })
  return new Map(docs.map((doc) => [doc.id, nameOf(doc)]))
}

/** Adds a title and the subjects to jobs. The number of statements does not depend on the number of jobs. */
export async function describeJobs(
  req: PayloadRequest,
  jobs: FailedJob[],
): Promise<DescribedJob[]> {
  const words = jobs.map(({ task, payload }) => jobDescription(task, payload))
  const idsOf = (key: 'userId' | 'eventId' | 'registrationId') => words.map((one) => one[key])
  const [users, events, registrations] = await Promise.all([
    namesOf(req, 'users', idsOf('userId')),
    namesOf(req, 'events', idsOf('eventId')),
    namesOf(req, 'registrations', idsOf('registrationId')),
  ])
  return jobs.map((job, index) => {
    const { title, tick, userId, eventId, registrationId } = words[index]!
    const subjects = [
      { collection: 'users', id: userId, name: users.get(userId ?? 0) },
      { collection: 'events', id: eventId, name: events.get(eventId ?? 0) },
      {
        collection: 'registrations',
        id: registrationId,
        name: registrations.get(registrationId ?? 0),
      },
    ].filter((subject): subject is JobSubject => subject.id !== undefined)
    return { ...job, title, tick, subjects }
  })
}
