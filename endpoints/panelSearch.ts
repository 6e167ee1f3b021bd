import type { Endpoint, PayloadRequest } from 'payload'

import { findForPanel } from '../src/features/panelSearch/findForPanel.ts'
import { withApiErrors } from '../src/http/errors/withApiErrors.ts'

const textOf = ({ searchParams }: PayloadRequest) => searchParams.get('q') ?? ''

/** `GET /api/panel/search?q=`: the events, people and registrations that staff look for. */
export const panelSearchEndpoint: Endpoint = {
  path: '/panel/search',
  method: 'get',
  handler: withApiErrors(async (req) => Response.json(await findForPanel(req, textOf(req)))),
}
