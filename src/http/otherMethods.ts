import { Refusal } from '../shared/errors/Refusal.ts'
import { sendReply } from './answer.ts'
import type { SendError } from './errors/sendError.ts'
import type { Serve } from './exchange.ts'
import type { Reply } from './route.ts'

/**
 * Serves the methods that a path does not have: `OPTIONS`, and a 405 for all others.
 *
 * @param methods of the path, in upper case
 * @param options the reply to `OPTIONS`, to which the header `Allow` is added
 */
export function serveOtherMethods(
  methods: string[],
  sendError: SendError,
  options: Reply = { status: 204 },
): Serve {
  const gets = methods.includes('GET') ? ['HEAD'] : []
  const headers = { Allow: [...new Set([...methods, ...gets, 'OPTIONS'])].join(', ') }
  return (exchange) => {
    const { method } = exchange.req
    if (method === 'OPTIONS') sendReply(exchange, { ...options, headers })
    else {
      const detail = `Method "${method}" not allowed.`
      sendError(exchange, new Refusal(405, 'method_not_allowed', detail, headers))
    }
  }
}
