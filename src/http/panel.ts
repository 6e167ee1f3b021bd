import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import next from 'next'

export interface Panel {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** Resolves when the first page can be served. */
  ready: Promise<void>
  /** Lets the panel's hot reload reach the browser; development only. */
  attach: (server: Server) => void
}

/**
 * The admin panel, served by Next in this process. It starts to load at once. The APIs do not wait for
 * it, and the first requests of the panel do.
 */
export function createPanel(root: string, dev: boolean): Panel {
  const app = next({ dev, dir: root, customServer: true, quiet: true })
  const ready = app.prepare()
  // Without a handler, Node would end the process before a caller awaits the failed promise.
  ready.catch(() => undefined)
  return {
    ready,
    handle: async (req, res) => {
      await ready
      await app.getRequestHandler()(req, res)
    },
    attach: (server) => {
      if (!dev) return
      server.on('upgrade', (req, socket, head) => {
        void ready.then(() => app.getUpgradeHandler()(req, socket, head))
      })
    },
  }
}
