import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import type { Payload } from 'payload'

import { subscribe } from '../shared/diagnostics.ts'
import { getRequestContext } from '../shared/requestContext.ts'
import type { TakesUpgrades } from './push/upgrade.ts'

export interface Panel {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** Lets the panel's hot reload reach the browser; development only. */
  upgrade?: TakesUpgrades['upgrade']
}

/** Loads Next and the panel's pages. */
async function loadNext(root: string, dev: boolean) {
  const { default: next } = await import('next')
  // Next listens to `upgrade` on the server that it finds, and outside development it never answers: such
  // a request would hold its connection for ever. So it gets a server without connections.
  const httpServer = createServer()
  const app = next({ dev, dir: root, customServer: true, quiet: true, httpServer })
  await app.prepare()
  return { handle: app.getRequestHandler(), upgrade: app.getUpgradeHandler() }
}

/**
 * Sets the status of a call of a server function. Next answers 200 or 500, also for a name that does not exist
 * and for arguments that cannot be read. Anybody can send both, so neither is a fault of the server.
 */
function setCallStatus({ method, headers }: IncomingMessage, res: ServerResponse) {
  const context = getRequestContext()
  // A browser without scripts names the function in the form itself.
  const isForm = headers['content-type']?.startsWith('multipart/form-data') ?? false
  const isCall = method === 'POST' && (headers['next-action'] !== undefined || isForm)
  if (!isCall || !context) return
  context.serverFunction = 'unread'
  const writeHead = res.writeHead.bind(res) as (
    status: number,
    ...rest: unknown[]
  ) => ServerResponse
  res.writeHead = (status: number, ...rest: unknown[]) => {
    if (context.serverFunction === 'not found') return writeHead(404, ...rest)
    const isUnreadable = status === 500 && context.serverFunction === 'unread'
    const isMalformed = isUnreadable || context.serverFunction === 'malformed'
    return writeHead(isMalformed ? 400 : status, ...rest)
  }
}

/** Logs errors of pages, with the digest that the page shows instead of the message. */
const logFailedPages = ({ logger }: Payload) =>
  subscribe('renderFailed', ({ error }) => {
    const { digest, message } = (error ?? {}) as Partial<Error> & { digest?: string }
    // Anybody can send arguments that cannot be read.
    if (getRequestContext()?.serverFunction === 'unread') return logger.info(message)
    logger.error({ err: error, digest, msg: 'A page of the panel could not be rendered' })
  })

/**
 * The admin panel, served by Next in this process. Next is loaded with the first request for a page: it
 * takes memory, and a server that only the APIs use never needs it.
 */
export function createPanel(root: string, dev: boolean, payload: Payload): Panel {
  logFailedPages(payload)
  let loading: ReturnType<typeof loadNext> | undefined
  const load = () => (loading ??= loadNext(root, dev))
  return {
    handle: async (req, res) => {
      const { handle } = await load()
      setCallStatus(req, res)
      await handle(req, res)
    },
    upgrade: dev
      ? (req, { socket, head }) =>
          void load().then(({ upgrade }) => upgrade(req, socket as never, head))
      : undefined,
  }
}
