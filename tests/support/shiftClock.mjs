/**
 * Moves the clock of a server process by CLOCK_SHIFT_MS milliseconds, so that a test need not wait for
 * the next full minute. Loaded with `node --import`.
 */
const RealDate = Date
const shiftMs = Number(process.env.CLOCK_SHIFT_MS)

globalThis.Date = class extends RealDate {
  static now() {
    return RealDate.now() + shiftMs
  }

  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + shiftMs] : parts))
  }
}
