/** Runs what it is given, `width` at a time; the others wait for their turn in order of arrival. */
export function inTurns(width: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < width) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // Who waits takes over the place; it is free only when nobody does.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
