import { redactText } from '../observability/redact.ts'
import { reasonOf } from '../shared/errors/reasonOf.ts'
import { StartupError } from '../shared/startup.ts'
import { EnvError } from './env/env.ts'

/** The lines of a stack that say where. The first ones repeat the message, which has been told. */
const placesIn = ({ stack = '' }: Error) =>
  stack.split('\n').filter((line) => /^ {4}at /.test(line))

/**
 * The text for the error that ended a command, without secrets: one sentence if the operator can repair it, else
 * one with all causes, and the stack below it.
 *
 * @param command the command as the beginning of a sentence: "The start-up"
 */
export function explainError(error: unknown, command: string): string {
  if (error instanceof EnvError) {
    const isOne = !error.message.includes('\n')
    return `The environment is not right.${isOne ? ' ' : '\n'}${error.message}`
  }
  const reason = redactText(reasonOf(error))
  if (error instanceof StartupError) return reason
  const places = error instanceof Error ? placesIn(error) : []
  return [`${command} failed. ${reason.replace(/\s+/g, ' ')}`, ...places].join('\n')
}
