import fc from 'fast-check'

import type { Operation } from './answers.ts'

type Schema = Record<string, unknown>
type Resolve = (schema: Schema) => Schema

/** Texts that have broken servers before: quotes, markup, null characters, half surrogate pairs, numbers. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '\u202e',
    "'; DROP TABLE events; --",
    '%00',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '{{7*7}}',
    'null',
    'NaN',
    '-1',
    '1e309',
    '9'.repeat(400),
    '2027-02-30',
    '+275760-09-13T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '__proto__',
    'a'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const junk = fc.oneof(nasty, fc.jsonValue({ maxDepth: 3 }), fc.maxSafeInteger(), fc.double())

function numberOf(schema: Schema) {
  const { maximum = 1000, minimum = 0 } = schema as { maximum?: number; minimum?: number }
  return fc.oneof(fc.integer({ min: minimum, max: Math.min(maximum, 2_147_483_647) }), fc.integer())
}

function textOf({ enum: choices, format, maxLength = 60 }: Schema) {
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as string[]))
  if (format === 'date-time') {
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  }
  if (format === 'email') return fc.emailAddress()
  return fc.string({ maxLength: Math.min(maxLength as number, 80) })
}

/** Values that fit a schema; a fifth of them is junk instead. */
function valueOf(schema: Schema, resolve: Resolve, depth = 0): fc.Arbitrary<unknown> {
  const plain = resolve(schema)
  const type = Array.isArray(plain.type) ? (plain.type as string[])[0] : plain.type
  const fitting = (): fc.Arbitrary<unknown> => {
    if (depth > 3) return fc.constant(null)
    switch (type) {
      case 'object':
        return fc.record(
          Object.fromEntries(
            Object.entries((plain.properties ?? {}) as Record<string, Schema>).map(
              ([name, inner]) => [name, valueOf(inner, resolve, depth + 1)],
            ),
          ),
          { requiredKeys: [] },
        )
      case 'array':
        return fc.array(valueOf((plain.items ?? {}) as Schema, resolve, depth + 1), {
          maxLength: 3,
        })
      case 'integer':
      case 'number':
        return numberOf(plain)
      case 'boolean':
        return fc.boolean()
      case 'string':
        return textOf(plain)
      default:
        return junk
    }
  }
  return fc.oneof({ arbitrary: fitting(), weight: 4 }, { arbitrary: junk, weight: 1 })
}

export interface HostileRequest {
  operation: Operation
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  /** Sent as it is; not always JSON. */
  body?: string
}

const pathValue = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 30 }).map(String), weight: 4 },
  { arbitrary: nasty.filter((text) => text !== '' && text !== '.' && text !== '..'), weight: 1 },
)

/** `encodeURIComponent` throws for half of a surrogate pair; a client would send a replacement. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed())

const asText = (value: unknown) =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

const contentTypes = fc.oneof(
  { arbitrary: fc.constant('application/json'), weight: 12 },
  {
    arbitrary: fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-8',
      'multipart/form-data',
      'x',
    ),
    weight: 1,
  },
)

function bodyOf(operation: Operation, resolve: Resolve): fc.Arbitrary<string | undefined> {
  if (operation.method === 'GET') return fc.constant(undefined)
  const schema = operation.body
  return fc.oneof(
    {
      arbitrary: schema
        ? valueOf(schema, resolve).map((value) => JSON.stringify(value) ?? '')
        : fc.constant(undefined),
      weight: 8,
    },
    { arbitrary: junk.map((value) => JSON.stringify(value) ?? ''), weight: 1 },
    { arbitrary: nasty, weight: 1 },
  )
}

/** Requests to one operation. Most values fit its schema, some do not. */
export function hostileRequest(
  operation: Operation,
  resolve: Resolve,
): fc.Arbitrary<HostileRequest> {
  const inPath = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name)
  const inQuery = operation.parameters.filter((one) => one.in === 'query')
  return fc
    .record({
      values: fc.tuple(...inPath.map(() => pathValue)),
      query: fc.record(
        Object.fromEntries(
          inQuery.map((one) => [one.name, valueOf(one.schema, resolve).map(asText)]),
        ),
        { requiredKeys: [] },
      ),
      type: contentTypes,
      accept: fc.constantFrom('application/json', 'application/problem+json', '*/*'),
      key: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 9 },
        { arbitrary: fc.constantFrom('k1', 'k2', 'é', ''), weight: 1 },
      ),
      body: bodyOf(operation, resolve),
    })
    .map(({ accept, body, key, query, type, values }) => ({
      operation,
      path: inPath.reduce(
        (path, name, index) => path.replace(`{${name}}`, encoded(values[index]!)),
        operation.path,
      ),
      query: Object.fromEntries(
        Object.entries(query).map(([name, text]) => [name, String(text).toWellFormed()]),
      ),
      headers: {
        Accept: accept,
        ...(body === undefined ? {} : { 'Content-Type': type }),
        ...(key !== undefined && operation.method === 'POST' ? { 'Idempotency-Key': key } : {}),
      },
      ...(body === undefined ? {} : { body: body.toWellFormed() }),
    }))
}
