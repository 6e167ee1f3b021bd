import { z } from '../zod.ts'

/** The bodies of the errors of v1, as `src/http/errors/toApiError.ts` makes them. */
const DetailSchema = z.object({ detail: z.string() }).openapi('Detail')

const CodedSchema = z.object({ detail: z.string(), code: z.string() }).openapi('CodedDetail')

const InvalidSchema = z
  .object({
    error: z.literal('Validation Error'),
    details: z.record(z.string(), z.array(z.string())),
  })
  .openapi('Invalid')

const FailureSchema = z.object({ detail: z.string(), request_id: z.uuid() }).openapi('Failure')

export const UnhealthySchema = z
  .object({ status: z.literal('unhealthy'), timestamp: z.iso.datetime(), error: z.string() })
  .openapi('Unhealthy')

const ProblemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.record(z.string(), z.array(z.string())).optional(),
  })
  .openapi('Problem', { description: 'Problem details (RFC 9457), for clients that ask for them' })

interface ErrorKind {
  description: string
  schema: z.ZodType
  headers?: string[]
}

const errorKinds: Record<number, ErrorKind> = {
  400: {
    description: 'The request cannot be read',
    schema: z.union([InvalidSchema, DetailSchema]),
  },
  401: { description: 'Not signed in', schema: DetailSchema, headers: ['WWW-Authenticate'] },
  403: { description: 'Not allowed', schema: DetailSchema },
  404: { description: 'Not found', schema: DetailSchema },
  405: { description: 'Method not allowed', schema: DetailSchema, headers: ['Allow'] },
  408: { description: 'The body took too long to arrive', schema: DetailSchema },
  409: { description: 'Not as things stand', schema: CodedSchema },
  412: { description: 'Changed since it was read', schema: CodedSchema },
  413: { description: 'The body is too large', schema: CodedSchema },
  415: { description: 'The body is not JSON', schema: CodedSchema },
  422: { description: 'The Idempotency-Key belongs to another request', schema: CodedSchema },
  426: {
    description: 'Not a request for a WebSocket',
    schema: DetailSchema,
    headers: ['Upgrade'],
  },
  429: {
    description: 'Too many requests',
    schema: DetailSchema,
    headers: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  },
  500: { description: 'A fault of the server', schema: FailureSchema },
  503: { description: 'Too busy, for the moment', schema: DetailSchema, headers: ['Retry-After'] },
}

/** Statuses that only Payload's REST has. */
const restErrors: Record<number, string> = {
  416: 'The file has no such range of bytes',
}

export const errorDescription = (status: number): string =>
  errorKinds[status]?.description ?? restErrors[status] ?? 'Refused'

const header = (name: string) => [name, { schema: { type: 'string' } }] as const

export const headersOf = (names: string[] = []) => Object.fromEntries(names.map(header))

/** The OpenAPI response of an error with that status. */
export function errorResponse(status: number) {
  const kind = errorKinds[status]
  if (!kind) throw new Error(`There is no description of the error ${status}`)
  return {
    description: kind.description,
    headers: headersOf(kind.headers),
    content: {
      'application/json': { schema: kind.schema },
      'application/problem+json': { schema: ProblemSchema },
    },
  }
}
