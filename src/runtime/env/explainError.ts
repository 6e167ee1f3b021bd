import { EnvError } from './env.ts'
import { StartupError } from '../../shared/startup.ts'

/**
 * What an operator is told of the error that ended a command: a sentence when they can act on it,
 * else the stack.
 *
 * @param what the command, as it begins a sentence: "The start-up"
 */
export function explainError(error: unknown, what: string): string {
  if (error instanceof EnvError) {
    const isOne = !error.message.includes('\n')
    return `The environment is not right.${isOne ? ' ' : '\n'}${error.message}`
  }
  if (error instanceof StartupError) return error.message
  return `${what} failed. ${error instanceof Error ? error.stack : String(error)}`
}
