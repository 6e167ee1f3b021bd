/**
 * Sets the time of day of this process forward or back, as an operator or a time server may do. Timers and
 * `performance.now()` go on as before.
 *
 * @param milliseconds may be negative
 * @returns a function that takes it back
 */
export function stepClock(milliseconds: number): () => void {
  const RealDate = globalThis.Date
  const now = () => RealDate.now() + milliseconds
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts: [], self) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, self) as Date,
    get: (target, name, self) =>
      name === 'now' ? now : (Reflect.get(target, name, self) as unknown),
  })
  return () => {
    globalThis.Date = RealDate
  }
}
