import { describe, expect, it, jest } from '@jest/globals'
import { APIError, Forbidden, QueryError, ValidationError } from 'payload'

import { logger } from '../../src/observability/logger.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'

const logMethod = logger.options.hooks!.logMethod!
type Log = Parameters<typeof logMethod>
const levels = { info: 30, warn: 40, error: 50 }

/** How something that is logged as an error ends up in the log. */
function logged(...said: unknown[]) {
  const [info, asGiven] = [jest.fn(), jest.fn()]
  logMethod.call(
    { info } as unknown as ThisParameterType<typeof logMethod>,
    ...([said as Log[0], asGiven as unknown as Log[1], levels.error] as Log),
  )
  return { info: info.mock.calls, asGiven: asGiven.mock.calls }
}

const databaseError = (code: string) =>
  new Error('Failed query', { cause: Object.assign(new Error('the reason'), { code }) })

describe('the log', () => {
  it.each([
    ['a refusal', new Refusal(409, 'event_full', 'Event is at capacity')],
    ['a form with mistakes', new ValidationError({ errors: [{ path: 'a', message: 'b' }] })],
    ['a caller who may not', new Forbidden()],
    ['a query that asks for nothing there is', new QueryError([{ path: 'nothing' }])],
    ['a body that is too large', new APIError('File size limit has been reached', 413)],
    ['JSON cut off', new SyntaxError('Unexpected end of JSON input')],
    ['a form cut off', new Error('Unexpected end of form')],
    ['a client that has gone', new DOMException('The request was aborted.', 'AbortError')],
    ['a number that is no number', databaseError('22P02')],
    [
      'any of these inside GraphQL',
      Object.assign(new Error('x'), { originalError: new Forbidden() }),
    ],
  ])('holds %s as one line of information', (_name, error) => {
    for (const said of [error, { err: error }]) {
      expect(logged(said)).toEqual({ info: [[error.message]], asGiven: [] })
    }
  })

  it.each([
    ['a bug', new TypeError('x is undefined')],
    ['an error of Payload itself', new APIError('Something went wrong.')],
    ['a database that is away', databaseError('57P01')],
    ['a constraint that nobody checked before', databaseError('23514')],
    ['a file storage that is away', Object.assign(new Error('ECONNREFUSED'), { $metadata: {} })],
  ])('holds %s as the error that it is', (_name, error) => {
    for (const said of [error, { err: error }]) {
      expect(logged(said)).toEqual({ info: [], asGiven: [[said]] })
    }
  })

  it('holds words as they are', () => {
    expect(logged('all is lost')).toEqual({ info: [], asGiven: [['all is lost']] })
  })
})
