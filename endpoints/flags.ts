import type { Endpoint, PayloadRequest } from 'payload'

import { connectionOf } from '../src/database/connection.ts'
import { listChanges } from '../src/features/flags/queries/changes.ts'
import { ChangesQuery, TrySchema } from '../src/features/flags/schemas.ts'
import { tryFlag } from '../src/features/flags/tryFlag.ts'
import { invalidJson } from '../src/http/body/bodyErrors.ts'
import { withApiErrors } from '../src/http/errors/withApiErrors.ts'
import { queryOf } from '../src/http/queryParameters.ts'
import { validate } from '../src/http/validate.ts'
import { requireStaff } from '../src/shared/access/requireStaff.ts'
import { parseId } from '../src/shared/documentId.ts'
import { notFound } from '../src/shared/errors/Refusal.ts'

/** Routes for the panel, whose users have a session instead of a token. */

/** @throws {Refusal} 401, 403 for others than staff; 404 for a text that cannot be an id */
function flagIdOf(req: PayloadRequest): number {
  requireStaff(req)
  const id = parseId(String(req.routeParams?.id))
  if (id === undefined) throw notFound()
  return id
}

/** @throws {Refusal} 400 when the body is not JSON */
async function bodyOf(req: PayloadRequest): Promise<unknown> {
  const text = (await req.text?.()) || '{}'
  try {
    return JSON.parse(text)
  } catch {
    throw invalidJson('payload')
  }
}

const pageSize = 25

export const flagEndpoints: Endpoint[] = [
  {
    path: '/:id/try',
    method: 'post',
    handler: withApiErrors(async (req) => {
      const id = flagIdOf(req)
      return Response.json(await tryFlag(req, id, validate(TrySchema, await bodyOf(req))))
    }),
  },
  {
    path: '/:id/changes',
    method: 'get',
    handler: withApiErrors(async (req) => {
      const id = flagIdOf(req)
      const { page = 1 } = validate(ChangesQuery, queryOf(req.url!))
      const offset = (page - 1) * pageSize
      const connection = await connectionOf(req)
      const { count, rows } = await listChanges(connection, id, { limit: pageSize, offset })
      return Response.json({ count, pages: Math.max(1, Math.ceil(count / pageSize)), rows })
    }),
  },
]
