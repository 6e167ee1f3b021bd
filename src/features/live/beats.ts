import type { PushConnection } from '../../http/push/pushMessage.ts'

type Beating = Pick<PushConnection, 'beat'>

/**
 * Shows each connection every few seconds that it works. Connections are spread over the seconds, so that
 * 5,000 of them do not take the server at once.
 */
export class Beats {
  private readonly slots: Set<Beating>[]
  private next = 0

  constructor(seconds: number) {
    this.slots = Array.from({ length: seconds }, () => new Set())
  }

  /** @returns a function that removes the connection */
  add(connection: Beating): () => void {
    // The slot that was served last: its first beat comes after the whole time.
    const slot = this.slots[(this.next + this.slots.length - 1) % this.slots.length]!
    slot.add(connection)
    return () => void slot.delete(connection)
  }

  /** Call it every second. */
  tick(): void {
    for (const connection of this.slots[this.next]!) connection.beat()
    this.next = (this.next + 1) % this.slots.length
  }
}
