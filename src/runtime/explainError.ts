import { EnvError } from './env.ts'
import { StartupError } from '../../shared/startup.ts'

/**
 * The text for the error that ended a command: one sentence if the operator can repair it, else the stack.
 *
 * @param command the command as the beginning of a sentence: "The start-up"
 */
export function explainError(error: unknown, command: string): string {
  if (error instanceof EnvError) {
    const isOne = !error.message.includes('\n')
    return `The environment is not right.${isOne ? ' ' : '\n'}${error.message}`
  }
  if (error instanceof StartupError) return error.message
  return `${command} failed. ${error instanceof Error ? error.stack : String(error)}`
}
