import { abortableDelay } from './abortableDelay.ts'

/** A delay that another part of the program can end. */
export class WakeableDelay {
  private isWoken = false
  private end: (() => void) | undefined

  /** Ends the delay that runs, or else the next one as soon as it begins. */
  wake(): void {
    this.isWoken = true
    this.end?.()
  }

  /**
   * Waits for some milliseconds, until it is woken, or until the signal aborts.
   *
   * @returns whether it was woken since the last wait
   */
  async wait(millis: number, signal: AbortSignal): Promise<boolean> {
    const ending = new AbortController()
    const end = () => ending.abort()
    this.end = end
    if (this.isWoken || signal.aborted) end()
    signal.addEventListener('abort', end)
    await abortableDelay(millis, ending.signal)
    signal.removeEventListener('abort', end)
    const { isWoken } = this
    this.isWoken = false
    return isWoken
  }
}
