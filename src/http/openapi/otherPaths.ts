import { json, object, ref } from './payloadRoutes.ts'

const graphqlResult = object({
  data: { type: ['object', 'null'], additionalProperties: true },
  errors: { type: 'array', items: { type: 'object', additionalProperties: true } },
})

export const graphql = {
  path: '/api/graphql',
  method: 'post',
  operation: {
    operationId: 'graphql',
    summary: 'GraphQL over the same collections, with the same access',
    description:
      'A query that is refused as a whole is 400; other errors stand in `errors` of a 200.',
    tags: ['GraphQL'],
    security: [{}, { bearer: [] }],
    parameters: [],
    requestBody: {
      required: true,
      content: json(
        object(
          {
            query: { type: 'string', examples: ['{ Events(limit: 3) { docs { id title } } }'] },
            variables: { type: 'object' },
            operationName: { type: 'string' },
          },
          ['query'],
        ),
      ),
    },
    responses: {
      200: { description: 'Done', content: json(graphqlResult) },
      400: { description: 'The query is refused as a whole', content: json(graphqlResult) },
      default: { description: 'Refused' },
    },
  },
}

const probe = (name: string, summary: string, statuses: Record<number, string>) => ({
  path: `/api/health/${name}`,
  method: 'get',
  operation: {
    operationId: `health${name === 'live' ? 'Live' : 'Ready'}`,
    summary,
    description: 'For orchestrators and load balancers. No limit counts it.',
    tags: ['Health'],
    security: [],
    parameters: [],
    responses: {
      405: { description: 'Method not allowed', content: json(ref('Detail')) },
      ...Object.fromEntries(
        Object.entries(statuses).map(([status, word]) => {
          const report = object({ status: { type: 'string', const: word } })
          return [status, { description: word, content: json({ ...report, required: ['status'] }) }]
        }),
      ),
    },
  },
})

/** The probes of orchestrators and load balancers. */
export const probes = [
  probe('live', 'Whether the process works; if not, restart it', { 200: 'live' }),
  probe(
    'ready',
    'Whether to send requests: the database responds and is migrated, and the server is not stopping',
    {
      200: 'ready',
      503: 'not ready',
    },
  ),
]
