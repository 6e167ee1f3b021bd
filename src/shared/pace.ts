/** Milliseconds for which work may be ahead of what is paid off: some is done at the same time. */
const aheadMs = 100

/**
 * Bounds what work may cost in a second. The cost is known when the work is done, so it is paid off
 * afterwards: after work that cost two seconds' worth, nothing is allowed for about two seconds.
 */
export class Pace {
  /** When all that was spent is paid off, on the clock of `performance`, in milliseconds. */
  private paidAt = 0
  private timer: NodeJS.Timeout | undefined

  /**
   * @param perSecond the cost that a second pays off
   * @param whenAllowed called once after each `callWhenAllowed`
   */
  constructor(
    private readonly perSecond: number,
    private readonly whenAllowed: () => void = () => undefined,
  ) {}

  /** Milliseconds until all that was spent is paid off. */
  get owedMs(): number {
    return Math.max(0, this.paidAt - performance.now())
  }

  /** Whether enough is paid off. */
  allows(): boolean {
    return this.perSecond === Infinity || performance.now() >= this.paidAt - aheadMs
  }

  spend(cost: number): void {
    if (this.perSecond === Infinity) return
    this.paidAt = Math.max(this.paidAt, performance.now()) + (cost / this.perSecond) * 1000
  }

  /** Calls `whenAllowed` as soon as enough is paid off. */
  callWhenAllowed(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined
        this.whenAllowed()
      },
      Math.ceil(this.paidAt - aheadMs - performance.now()),
    )
  }
}
