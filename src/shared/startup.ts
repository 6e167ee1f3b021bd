import { printLine } from './printLine.ts'

/** A reason not to start that the operator can act on: printed as it is, without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}

/** Runs one step of the start-up, and says what it did and how long it took. */
export async function step<Result>(
  name: string,
  work: () => Promise<Result>,
  describe: (result: Result) => string = () => '',
): Promise<Result> {
  const began = performance.now()
  const result = await work()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  printLine(`✓ ${[name, describe(result)].filter(Boolean).join(': ')} (${seconds} s)`)
  return result
}
