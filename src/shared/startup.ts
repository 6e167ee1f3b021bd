import { printLine } from './printLine.ts'

/** An error at the start that the operator can repair. It is printed without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}

/** Runs one step of the start, and prints its name, result and duration. */
export async function step<Result>(
  name: string,
  work: () => Promise<Result>,
  describe: (result: Result) => string = () => '',
): Promise<Result> {
  const startedAt = performance.now()
  const result = await work()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  printLine(`✓ ${[name, describe(result)].filter(Boolean).join(': ')} (${seconds} s)`)
  return result
}
