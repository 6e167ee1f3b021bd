import { IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** A request to continue on its connection with another protocol. */
export interface Upgrade {
  socket: Duplex
  /** What the client has sent after the request. */
  head: Buffer
}

/** The parts of an app that take upgrades. */
export interface TakesUpgrades {
  /** Whether a route takes the upgrade. All other requests are served as if they asked for none. */
  takesUpgrade: (req: IncomingMessage) => boolean
  upgrade: (req: IncomingMessage, upgrade: Upgrade) => void
}

/** Whether a request asks for a WebSocket. */
export const asksForWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket'

/**
 * Makes the class of a server's requests. Once a server has a listener for upgrades, Node hands it every
 * request with `Upgrade`, and such a request cannot be served as a plain one any more: `curl --http2` and
 * Java's client send one first. Node asks the request whether it is an upgrade, so the request itself says
 * so only for a route that takes it. Node 24.9 has `shouldUpgradeCallback` for this.
 */
export function upgradableRequests({ takesUpgrade }: TakesUpgrades): typeof IncomingMessage {
  return class extends IncomingMessage {
    declare private isUpgrade: boolean | null

    get upgrade(): boolean {
      if (!this.isUpgrade) return false
      // A tunnel is refused as it was: its connection is closed.
      return this.method === 'CONNECT' || takesUpgrade(this)
    }

    set upgrade(value: boolean | null) {
      this.isUpgrade = value
    }
  }
}

/** Hands the upgrades that a route takes to the app. */
export function listenForUpgrades(server: Server, app: TakesUpgrades): void {
  server.on('upgrade', (req, socket, head) => {
    // Node has removed its own listener. Without one a lost connection would end the process.
    socket.on('error', () => socket.destroy())
    app.upgrade(req, { socket, head })
  })
}
