import type { Endpoint, PayloadRequest } from 'payload'

import { withApiErrors } from '../src/http/errors/withApiErrors.ts'
import { discardFailedJob, retryFailedJob } from '../src/features/backgroundWork/backgroundWork.ts'

const jobIdOf = (req: PayloadRequest) => String(req.routeParams?.id)

/** `POST /api/jobs/:id/retry`: 204, retries a failed job. */
export const retryJobEndpoint: Endpoint = {
  path: '/jobs/:id/retry',
  method: 'post',
  handler: withApiErrors(async (req) => {
    await retryFailedJob(req, jobIdOf(req))
    return new Response(null, { status: 204 })
  }),
}

/** `DELETE /api/jobs/:id`: 204, discards a failed job. */
export const discardJobEndpoint: Endpoint = {
  path: '/jobs/:id',
  method: 'delete',
  handler: withApiErrors(async (req) => {
    await discardFailedJob(req, jobIdOf(req))
    return new Response(null, { status: 204 })
  }),
}
