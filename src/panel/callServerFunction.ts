import { handleServerFunctions } from '@payloadcms/next/layouts'
import { headers } from 'next/headers'
import { unstable_rethrow as rethrowSignal } from 'next/navigation'
import { getPayload, type ServerFunctionClientArgs } from 'payload'

import { isStaff } from '../shared/access/isStaff.ts'
import { getRequestContext, type RequestContext } from '../shared/requestContext.ts'
import { serverFunctionNames } from './serverFunctionNames.ts'

type Options = Pick<Parameters<typeof handleServerFunctions>[0], 'config' | 'importMap'>

const isCall = (call: unknown): call is ServerFunctionClientArgs => {
  const { name, args } = (call ?? {}) as Partial<ServerFunctionClientArgs>
  return serverFunctionNames.has(name ?? '') && typeof args === 'object'
}

async function isStaffCaller({ config }: Options): Promise<boolean> {
  const payload = await getPayload({ config })
  const { user } = await payload.auth({ headers: await headers() })
  return isStaff({ req: { user, payload } as Parameters<typeof isStaff>[0]['req'] })
}

/** The panel's server answers it with 404 (src/http/panel.ts). */
function notFound(context: RequestContext | undefined) {
  if (context) context.serverFunction = 'not found'
  return { errors: [{ message: 'Not found.' }] }
}

/**
 * Calls a server function of the panel. Anybody can send such a call, with any name and arguments: one that
 * does not exist, and one that fails for somebody who may not use the panel, is 404, not a fault of the server.
 */
export async function callServerFunction(call: unknown, options: Options): Promise<unknown> {
  const context = getRequestContext()
  if (context) context.serverFunction = 'called'
  if (!isCall(call)) return notFound(context)
  try {
    return await handleServerFunctions({ ...call, ...options })
  } catch (error) {
    rethrowSignal(error)
    if (await isStaffCaller(options)) throw error
    return notFound(context)
  }
}
