/** Milliseconds after which a cost counts half. */
const halfLifeMs = 10_000

/** Half-lives after which all is forgotten: the figures would become too large for a number. */
const maxHalfLives = 500

/** Clients that are remembered. To forget them all is no harm: then all have cost the same. */
const maxClients = 10_000

/** What the work of each client has cost lately. A cost counts less the older it is. */
export class RecentCosts {
  /**
   * In the money of the beginning: each half-life doubles what is added. So nothing has to be reduced as time
   * passes, and costs of different times can be compared.
   */
  private readonly costs = new Map<string, number>()
  private beganAt = performance.now()

  add(client: string, cost: number): void {
    const now = performance.now()
    const halfLives = (now - this.beganAt) / halfLifeMs
    if (halfLives > maxHalfLives || this.costs.size >= maxClients) {
      this.costs.clear()
      this.beganAt = now
    }
    const inflated = cost * 2 ** ((now - this.beganAt) / halfLifeMs)
    this.costs.set(client, (this.costs.get(client) ?? 0) + inflated)
  }

  /** The client that has cost least lately; the first of several. @param clients one at least */
  cheapestOf(clients: Iterable<string>): string {
    let cheapest = { client: '', cost: Infinity }
    for (const client of clients) {
      const cost = this.costs.get(client) ?? 0
      if (cost < cheapest.cost) cheapest = { client, cost }
    }
    return cheapest.client
  }
}
