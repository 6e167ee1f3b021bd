import type { AfterErrorHook } from 'payload'

import { asRefusal } from '../src/errors/asRefusal.ts'

/** Answers what a client did wrong as that, where Payload knows only that something went wrong. */
export const answerRefusal: AfterErrorHook = ({ error, graphqlResult, result }) => {
  const refusal = asRefusal(error)
  if (!refusal) return
  const { status, message } = refusal
  return {
    ...(result ? { status, response: { errors: [{ message }] } } : {}),
    ...(graphqlResult
      ? { graphqlResult: { ...graphqlResult, message, extensions: { statusCode: status } } }
      : {}),
  }
}
