import type { AfterErrorHook } from 'payload'

import { toRefusal } from '../src/shared/errors/toRefusal.ts'
import { getRequestContext } from '../src/shared/requestContext.ts'

/** Whether it is for somebody here to act on. */
const isFault = (error: Error & { status?: number }) => (error.status ?? 500) >= 500

/** With the id under which the log has the cause. */
const named = <Result extends object>(result: Result) => ({
  ...result,
  request_id: getRequestContext()?.id,
})

/** Answers what a client did wrong as that, where Payload knows only that something went wrong. */
export const reportRefusal: AfterErrorHook = ({ error, graphqlResult, result }) => {
  const refusal = toRefusal(error)
  if (!refusal) return isFault(error) && result ? { response: named(result) } : undefined
  const { status, message } = refusal
  return {
    ...(result ? { status, response: { errors: [{ message }] } } : {}),
    ...(graphqlResult
      ? { graphqlResult: { ...graphqlResult, message, extensions: { statusCode: status } } }
      : {}),
  }
}
