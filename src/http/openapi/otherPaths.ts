import { json, object } from './payloadRoutes.ts'

export const graphql = {
  path: '/api/graphql',
  method: 'post',
  operation: {
    operationId: 'graphql',
    summary: 'GraphQL over the same collections, with the same access',
    tags: ['GraphQL'],
    security: [{}, { bearer: [] }],
    parameters: [],
    requestBody: {
      required: true,
      content: json({
        ...object({ query: { type: 'string' }, variables: { type: 'object' } }),
        required: ['query'],
      }),
    },
    responses: {
      200: { description: 'Done', content: json({ type: 'object' }) },
      default: { description: 'Refused' },
    },
  },
}

const probe = (name: string, summary: string, statuses: Record<number, string>) => ({
  path: `/api/health/${name}`,
  method: 'get',
  operation: {
    operationId: `health-${name}`,
    summary,
    tags: ['Health'],
    security: [],
    parameters: [],
    responses: Object.fromEntries(
      Object.entries(statuses).map(([status, word]) => {
        const report = object({ status: { type: 'string', const: word } })
        return [status, { description: word, content: json({ ...report, required: ['status'] }) }]
      }),
    ),
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
