import type { Endpoint, PayloadRequest } from 'payload'

import { contractual } from '../src/http/errors/withApiErrors.ts'
import { dropFailedJob, retryFailedJob } from '../src/features/backgroundWork/backgroundWork.ts'

const jobIdOf = (req: PayloadRequest) => String(req.routeParams?.id)

/** `POST /api/jobs/:id/retry`: 204, a job that failed for good is tried again. */
export const retryJobEndpoint: Endpoint = {
  path: '/jobs/:id/retry',
  method: 'post',
  handler: contractual(async (req) => {
    await retryFailedJob(req, jobIdOf(req))
    return new Response(null, { status: 204 })
  }),
}

/** `DELETE /api/jobs/:id`: 204, a job that failed for good is given up. */
export const dropJobEndpoint: Endpoint = {
  path: '/jobs/:id',
  method: 'delete',
  handler: contractual(async (req) => {
    await dropFailedJob(req, jobIdOf(req))
    return new Response(null, { status: 204 })
  }),
}
