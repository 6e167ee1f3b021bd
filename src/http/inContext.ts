import { runWithContext } from '../shared/requestContext.ts'
import type { SendError } from './errors/sendError.ts'
import type { Serve } from './exchange.ts'

/**
 * Serves within the AsyncLocalStorage of the request context, for code that calls Payload or
 * Next. It costs a cached response a quarter of its speed, so routes that need no context go without.
 */
export const inContext =
  (serve: Serve, sendError: SendError): Serve =>
  async (exchange) => {
    try {
      await runWithContext(exchange.context, () => serve(exchange))
    } catch (error) {
      sendError(exchange, error)
    }
  }
