/** The search engine does not answer, or is not asked because it did not answer before. PostgreSQL answers then. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable'
}

interface Limits {
  /** Failures one after another that open it. */
  failures: number
  /** Milliseconds for which nothing is asked then. */
  pauseMs: number
}

/**
 * Stops asking something that does not answer (the pattern "circuit breaker"): after some failures nobody waits
 * for it, until the pause is over. Then one call tries it, and the others still do not wait.
 */
export class CircuitBreaker {
  private failures = 0
  private pausedUntil = -Infinity
  private isTrying = false

  /** @param onChange is called when it opens (`false`) and closes (`true`) */
  constructor(
    private readonly limits: Limits,
    private readonly onChange: (isUp: boolean, reason?: unknown) => void,
  ) {}

  /** Whether the last calls were answered. */
  get isUp(): boolean {
    return this.failures < this.limits.failures
  }

  /**
   * Calls `work`, unless it is open.
   *
   * @throws {EngineUnavailable} at once while it is open; and for everything that `work` throws
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const wasUp = this.isUp
    if (!wasUp) {
      if (this.isTrying || performance.now() < this.pausedUntil) throw new EngineUnavailable()
      this.isTrying = true
    }
    try {
      const result = await work()
      this.succeed()
      return result
    } catch (error) {
      this.fail(error)
      throw error instanceof EngineUnavailable
        ? error
        : new EngineUnavailable('The search engine does not answer', { cause: error })
    } finally {
      if (!wasUp) this.isTrying = false
    }
  }

  private succeed() {
    const wasUp = this.isUp
    this.failures = 0
    if (!wasUp) this.onChange(true)
  }

  private fail(reason: unknown) {
    const wasUp = this.isUp
    this.failures += 1
    if (this.isUp) return
    this.pausedUntil = performance.now() + this.limits.pauseMs
    if (wasUp) this.onChange(false, reason)
  }
}
