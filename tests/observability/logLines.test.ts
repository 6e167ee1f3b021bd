import { describe, expect, it } from '@jest/globals'
import { runInNewContext } from 'node:vm'
import { Writable } from 'node:stream'
import pino from 'pino'
import { prettyFactory } from 'pino-pretty'

import { logger } from '../../src/observability/logger.ts'
import { prettyOptions } from '../../src/observability/prettyLines.ts'
import { redact, redactionRules, redactPath } from '../../src/observability/redact.ts'
import { requestLine } from '../../src/http/requestLog/requestLine.ts'

/** What Payload's logger writes, as text. */
function written(log: (to: pino.Logger) => void): string {
  let text = ''
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  log(pino({ ...logger.options, level: 'info', enabled: true }, out))
  return text
}

const nasty = 'a\n{"level":50,"msg":"forged"}\r\u2028\u001b[2J"'

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
const hex = '0123456789abcdef0123456789abcdef01234567'
const failed = Object.assign(
  new Error(`Failed query: select 1\nparams: hush-hush@robots.test,${hex}"\\`),
  {
    detail: 'Key (email)=(hush-hush@robots.test) already exists.',
    cause: Object.assign(new Error('duplicate key'), { code: '23505', parameters: ['hush-hush'] }),
  },
)

describe('a line of the log', () => {
  it.each<[string, (to: pino.Logger) => void]>([
    ['words', (log) => log.info(nasty)],
    ['facts', (log) => log.info({ name: nasty, deep: [{ name: nasty }] }, nasty)],
    ['an error', (log) => log.error(new Error(nasty))],
  ])('is one line of JSON, whatever is in its %s', (_what, log) => {
    const text = written(log)

    expect(text.trimEnd().split('\n')).toHaveLength(1)
    expect(() => JSON.parse(text) as unknown).not.toThrow()
  })

  it('is one line for people, too', () => {
    const line = JSON.stringify({ level: 30, time: 0, msg: nasty })
    const pretty = prettyFactory({ ...prettyOptions, colorize: false })(line)

    expect(pretty.trimEnd().split(/[\n\r\u2028]/)).toHaveLength(1)
    expect(pretty).not.toContain('\u001b')
  })

  it('of a request holds what it is given, and no other line', () => {
    const context = { id: 'one', began: 0, address: nasty, protocol: 'http', userId: 7 } as never
    const told = { method: 'GET', route: '/a/{id}', path: nasty, status: 200, bytes: 5 }
    const line = requestLine('info', context, told, 1.234)

    expect(line.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(line)).toMatchObject({
      ...told,
      level: 30,
      requestId: 'one',
      userId: 7,
      ms: 1.23,
      address: nasty,
    })
  })

  it('of an error tells what, where and why, and no values', () => {
    const { err } = JSON.parse(written((log) => log.error({ err: failed }))) as { err: object }

    expect(err).toMatchObject({
      type: 'Error',
      message: 'Failed query: select 1\nparams: [redacted]',
      stack: expect.stringContaining('at '),
      cause: { message: 'duplicate key', code: '23505' },
    })
    expect(JSON.stringify(err)).not.toMatch(/hush|0123456789/)
  })
})

describe('a secret', () => {
  it.each<[string, unknown]>([
    ['a field', { resetPasswordToken: 'hush-hush' }],
    ['a field deep within', { user: [{ data: { Password: 'hush-hush"\\' } }] }],
    ['a header', { headers: { authorization: 'Bearer hush-hush', cookie: 'a=hush-hush' } }],
    ['a list', { 'set-cookie': ['payload-token=hush-hush', 'b=hush-hush'] }],
    ['JSON within a text', `body: ${JSON.stringify({ password: 'hush-hush' })}`],
    ['a query', 'GET /confirm?token=hush-hush&then=1'],
    ['the URL of a database', 'at postgres://events:hush-hush@db:5432/events'],
    ['a token in words', 'jwt hush-hush-hush-hush is no token'],
  ])('is not written as %s', (_where, said) => {
    const line = redact(JSON.stringify({ said }))

    expect(line).not.toContain('hush')
    expect(() => JSON.parse(line) as unknown).not.toThrow()
  })

  it.each([
    ['a signed token', jwt],
    ["one of Payload's", hex],
  ])('is known by its form: %s', (_what, value) => {
    expect(redact(JSON.stringify(`It was ${value}.`))).not.toContain(value)
  })

  it('is not written as part of a path', () => {
    expect(redactPath(`/admin/reset/${hex}`)).toBe('/admin/reset/[redacted]')
  })

  it('is all that is left out', () => {
    const plain = JSON.stringify({
      msg: 'POST /api/v1/events/12/register/ failed: the password of user 7 has not changed',
      requestId: '8f14e45f-ceea-467f-a9d1-0c3a8e0f4f11',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      tokenVersion: 3,
    })

    expect(redact(plain)).toBe(plain)
  })

  it('is not written in a list beside others', () => {
    const said = [
      { errors: [{ token: 'hush-hush' }], names: ['a', 'b'], tokens: ['hush-hush', 'b'] },
    ]

    expect(redact(JSON.stringify({ said }))).not.toContain('hush')
  })
})

describe('a megabyte of a client', () => {
  const megabyte = (part: string) => part.repeat(2 ** 20 / part.length)

  it('is cut before it is redacted, and the line stays JSON', () => {
    const line = written((log) => log.info(megabyte('&password')))

    expect(line.length).toBeLessThan(10_000)
    expect(JSON.parse(line)).toMatchObject({ msg: expect.stringMatching(/characters\)$/) })
  })

  it('is cut in an error with its causes too', () => {
    const error = new Error(megabyte('x'), { cause: new Error(megabyte('y')) })

    expect(written((log) => log.error({ err: error })).length).toBeLessThan(30_000)
  })

  const parts = [
    'password',
    '"password',
    '&password',
    '?token-',
    '-eyJaaaaaaaa',
    'eyJaaaaaaaa.',
    'Bearer ',
  ]
  const more = [
    'jwt  ',
    '://a',
    '://a:b',
    '://:',
    'a.a',
    'a://',
    '0',
    'f-',
    '\\nparams: ',
    '\\',
    '\\"',
  ]
  const json = [
    '"a":["',
    '"token":["",',
    '"token":[',
    '"a":"',
    '\\"token\\":\\"',
    '"token":"\\',
    ' ',
    '\n',
  ]
  const control = /(&[\w-]*(?:password)[\w-]*=)/g

  /** The rule must come to its end within a time in which a rule that backtracks reads a fraction. */
  const replaceAll = (pattern: RegExp, text: string) =>
    runInNewContext(
      'text.replace(pattern, "").length',
      { text, pattern },
      { timeout: 2000 },
    ) as number

  it.each(redactionRules.map(([pattern]) => [pattern]))('is read once by %s', (pattern) => {
    for (const part of [...parts, ...more, ...json]) {
      expect(replaceAll(pattern, megabyte(part))).toEqual(expect.any(Number))
    }
  })

  it('is not read to its end by a rule that backtracks', () => {
    expect(() => replaceAll(control, `&${megabyte('password')}`)).toThrow(/timed out/)
  })
})
