import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

export interface Panel {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** Lets the panel's hot reload reach the browser; development only. */
  attach: (server: Server) => void
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
 * The admin panel, served by Next in this process. Next is loaded with the first request for a page: it
 * takes memory, and a server that only the APIs use never needs it.
 */
export function createPanel(root: string, dev: boolean): Panel {
  let loading: ReturnType<typeof loadNext> | undefined
  const load = () => (loading ??= loadNext(root, dev))
  return {
    handle: async (req, res) => {
      const { handle } = await load()
      await handle(req, res)
    },
    attach: (server) => {
      if (!dev) return
      server.on('upgrade', (req, socket, head) => {
        void load().then(({ upgrade }) => upgrade(req, socket, head))
      })
    },
  }
}
