import type { AfterErrorHook } from 'payload'

import { toRefusal } from '../src/shared/errors/toRefusal.ts'
import { getRequestContext } from '../src/shared/requestContext.ts'

/** Whether the server is at fault. */
const isFault = (error: Error & { status?: number }) => (error.status ?? 500) >= 500

/** Adds the request id, by which the log has the cause. */
const withRequestId = <Result extends object>(result: Result) => ({
  ...result,
  request_id: getRequestContext()?.id,
})

/** Responds with the client's mistake where Payload itself would respond with a server error. */
export const reportRefusal: AfterErrorHook = ({ error, graphqlResult, result }) => {
  const refusal = toRefusal(error)
  if (!refusal) return isFault(error) && result ? { response: withRequestId(result) } : undefined
  const { code, status, message } = refusal
  return {
    ...(result ? { status, response: { errors: [{ message }] } } : {}),
    ...(graphqlResult
      ? { graphqlResult: { ...graphqlResult, message, extensions: { code, statusCode: status } } }
      : {}),
  }
}
