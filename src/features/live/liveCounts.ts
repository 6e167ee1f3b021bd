import type { PushMessage } from '../../http/push/pushMessage.ts'
import type { SocketEnd } from '../../http/push/webSocket.ts'

/** What this server has done since it began, and the connections that are open now; for the metrics. */
export class LiveCounts {
  readonly connections = { websocket: 0, sse: 0 }
  readonly messages = new Map<string, number>()
  readonly dropped = { slow: 0, silent: 0 }
  /** Connections that were refused because there were too many. */
  refused = 0

  countMessage({ type }: PushMessage): void {
    this.messages.set(type, (this.messages.get(type) ?? 0) + 1)
  }

  countEnd(reason: SocketEnd): void {
    if (reason !== 'closed') this.dropped[reason] += 1
  }
}
