import { handleServerFunctions } from '@payloadcms/next/layouts'
import { headers } from 'next/headers'
import { unstable_rethrow as rethrowSignal } from 'next/navigation'
import { getPayload, type Payload, type ServerFunctionClientArgs } from 'payload'

import { isStaff } from '../shared/access/isStaff.ts'
import { isClientFault } from '../shared/errors/toRefusal.ts'
import { getRequestContext, type RequestContext } from '../shared/requestContext.ts'
import { serverFunctionNames } from './serverFunctionNames.ts'

type Options = Pick<Parameters<typeof handleServerFunctions>[0], 'config' | 'importMap'>

const isCall = (call: unknown): call is ServerFunctionClientArgs => {
  const { name, args } = (call ?? {}) as Partial<ServerFunctionClientArgs>
  return serverFunctionNames.has(name ?? '') && typeof args === 'object'
}

async function isStaffCaller(payload: Payload): Promise<boolean> {
  const { user } = await payload.auth({ headers: await headers() })
  return isStaff({ req: { user, payload } as Parameters<typeof isStaff>[0]['req'] })
}

/** The panel's server answers it with 404 (src/http/panel.ts). */
function notFound(context: RequestContext | undefined) {
  if (context) context.serverFunction = 'not found'
  return { errors: [{ message: 'Not found.' }] }
}

/** The panel's server answers it with 400. */
function malformed(context: RequestContext | undefined) {
  if (context) context.serverFunction = 'malformed'
  return { errors: [{ message: 'The arguments cannot be used.' }] }
}

/**
 * Whether the error comes from a part that failed: the database, a file, the network. Payload checks no
 * arguments, and wrong ones end in an error of JavaScript or in one of its own, which have neither.
 */
const isFault = (error: unknown) => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  return (code !== undefined || cause !== undefined) && !isClientFault(error)
}

/**
 * Calls a server function of the panel. Anybody can send such a call, with any name and arguments: one that
 * does not exist, and one that fails for somebody who may not use the panel, is 404, not a fault of the server.
 * Arguments of staff that cannot be used are 400.
 */
export async function callServerFunction(call: unknown, options: Options): Promise<unknown> {
  const context = getRequestContext()
  if (context) context.serverFunction = 'called'
  if (!isCall(call)) return notFound(context)
  try {
    return await handleServerFunctions({ ...call, ...options })
  } catch (error) {
    rethrowSignal(error)
    const payload = await getPayload({ config: options.config })
    if (!(await isStaffCaller(payload))) return notFound(context)
    if (isFault(error)) throw error
    // With its stack: the arguments may be right, and the panel's own code wrong.
    payload.logger.warn({ err: error, msg: `The server function "${call.name}" failed` })
    return malformed(context)
  }
}
