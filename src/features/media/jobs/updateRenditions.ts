import { z } from 'zod'

import type { Job } from '../../../queue/queries/jobs.ts'
import type { Task } from '../../../queue/task.ts'
import { makeRenditions } from '../renditions/makeRenditions.ts'

const JobSchema = z.object({ mediaId: z.int() })

/** A picture that cannot be encoded now cannot be encoded later; a bucket that is away comes back. */
const maxAttempts = 8

/** The job that brings the renditions of a picture up to date. */
export const renditionsJob = (mediaId: number): Job => ({
  task: 'updateRenditions',
  payload: { mediaId },
  key: `renditions:${mediaId}`,
  maxAttempts,
  // After emails and all else.
  priority: 10,
})

/** Makes the files in other sizes and formats of one picture, and removes outdated ones. */
export const updateRenditions: Task = ({ last, payload }, job) =>
  makeRenditions(payload, JobSchema.parse(job).mediaId, last)
