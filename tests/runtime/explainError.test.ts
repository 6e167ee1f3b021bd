import { describe, expect, it } from '@jest/globals'

import { EnvError } from '../../src/runtime/env/env.ts'
import { explainError } from '../../src/runtime/explainError.ts'
import { StartupError } from '../../src/shared/startup.ts'

const refused = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' })

/** As Node throws it for a host with two addresses: without a message. */
const allRefused = new AggregateError([refused('::1:5432'), refused('127.0.0.1:5432')])

const query = new Error('Failed query: select "salt" from "users"\nparams: hunter2@robots.test', {
  cause: Object.assign(new Error('permission denied for table users'), { code: '42501' }),
})

const firstLine = (error: unknown) => explainError(error, 'The start-up').split('\n')[0]

describe('the error that ends a start', () => {
  it.each<[string, unknown, string]>([
    [
      'one for each address of a host',
      allRefused,
      'The start-up failed. connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
    ],
    [
      'a cause of a cause',
      new Error('Migration failed.', { cause: new Error('No table', { cause: refused('db') }) }),
      'The start-up failed. Migration failed: No table: connect ECONNREFUSED db',
    ],
    [
      'a list of errors in a cause',
      new Error('No database', { cause: allRefused }),
      'The start-up failed. No database: connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
    ],
    [
      'a cause that the message repeats',
      new Error('Failed: out of space', { cause: new Error('out of space') }),
      'The start-up failed. Failed: out of space',
    ],
    [
      'a code alone',
      Object.assign(new Error(), { code: 'ENOTFOUND' }),
      'The start-up failed. ENOTFOUND',
    ],
    ['a text', 'no luck', 'The start-up failed. no luck'],
    [
      'an error that the operator can repair, with its cause',
      new StartupError('The port cannot be opened.', { cause: refused('::') }),
      'The port cannot be opened: connect ECONNREFUSED ::',
    ],
  ])('is explained in one sentence: %s', (_what, error, sentence) =>
    expect(firstLine(error)).toBe(sentence),
  )

  it('tells the cause of a failed statement, and none of its values', () => {
    const text = explainError(query, 'The start-up')

    expect(text).toContain('permission denied for table users')
    expect(text).not.toContain('hunter2')
  })

  it('tells no password of a URL', () => {
    const error = new Error('Bad URL', { cause: new Error('postgres://app:hunter2@db/events') })

    expect(explainError(error, 'The start-up')).not.toContain('hunter2')
  })

  it('ends, also when it is its own cause', () => {
    const error = new Error('Round')
    error.cause = error

    expect(firstLine(error)).toBe('The start-up failed. Round')
  })

  it('has the places of a bug below the sentence, and not of a wrong variable', () => {
    expect(explainError(new TypeError('x is not a function'), 'The start-up')).toMatch(/\n {4}at /)
    const wrong = new EnvError([{ code: 'custom', path: ['PORT'], message: 'must be a number' }])
    expect(explainError(wrong, 'The start-up')).toBe(
      'The environment is not right. PORT: must be a number',
    )
  })
})
