import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'

interface Limits {
  total: number
  perAddress: number
  perUser: number
}

const retry = { 'Retry-After': '30' }

/** Counts open connections, of this process, of an address and of a user. */
export class ConnectionLimits {
  private total = 0
  private readonly counts = new Map<string, number>()

  constructor(private readonly limits: Limits) {}

  /** @throws {Refusal} 429 or 503 when a connection from that address is one too many */
  check(address: string): void {
    const { perAddress, total } = this.limits
    if (this.total >= total) {
      throw new Refusal(
        503,
        'too_busy',
        'This server has no room for another live connection.',
        retry,
      )
    }
    if (this.countOf(networkOf(address)) < perAddress) return
    throw new Refusal(429, 'throttled', 'Too many live connections from your address.', retry)
  }

  /** @throws {Refusal} 429 when a connection of that user is one too many */
  checkUser(userId: number): void {
    if (this.hasRoomFor(userId)) return
    throw new Refusal(429, 'throttled', 'Too many live connections of your account.', retry)
  }

  hasRoomFor(userId: number): boolean {
    return this.countOf(`user ${userId}`) < this.limits.perUser
  }

  /** Counts a connection. @returns a function that ends the count */
  add(address: string): () => void {
    this.total += 1
    const remove = this.count(networkOf(address))
    return () => {
      this.total -= 1
      remove()
    }
  }

  /** Counts a connection of a user. @returns a function that ends the count */
  addUser(userId: number): () => void {
    return this.count(`user ${userId}`)
  }

  private countOf(key: string): number {
    return this.counts.get(key) ?? 0
  }

  private count(key: string) {
    this.counts.set(key, this.countOf(key) + 1)
    return () => {
      const left = this.countOf(key) - 1
      if (left > 0) this.counts.set(key, left)
      else this.counts.delete(key)
    }
  }
}
