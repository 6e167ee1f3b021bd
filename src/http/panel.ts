import type { RequestHandler } from 'express'
import type { Server } from 'node:http'
import next from 'next'

export interface Panel {
  handle: RequestHandler
  /** Resolves when the first page can be served. */
  ready: Promise<void>
  /** Lets the panel's hot reload reach the browser; development only. */
  attach: (server: Server) => void
}

/**
 * The admin panel, served by Next within this process. It starts loading at once and is not waited
 * for: the APIs are up before it, and its first requests wait here.
 */
export function createPanel(root: string, dev: boolean): Panel {
  const app = next({ dev, dir: root, customServer: true, quiet: true })
  const ready = app.prepare()
  // Whoever awaits it sees the failure; this only keeps Node from ending the process before that.
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
