import { parseArgs, type ParseArgsConfig } from 'node:util'

import { isEncoding } from '../source/decodeText.ts'
import { ImportError } from './ImportError.ts'

/**
 * Parses the arguments of an import.
 *
 * @param flags its options by name
 * @throws {ImportError} for an unknown option, and for one without its value
 */
export function parseArguments<const Flags extends NonNullable<ParseArgsConfig['options']>>(
  argv: string[],
  flags: Flags,
) {
  try {
    return parseArgs({ args: argv, options: flags, allowPositionals: true })
  } catch (error) {
    // Only the first sentence: Node adds how to pass a name that begins with a dash.
    throw new ImportError((error as Error).message.split('. ')[0])
  }
}

/** @throws {ImportError} for an unknown encoding */
export function checkEncoding(encoding: string | undefined): void {
  if (encoding === undefined || isEncoding(encoding)) return
  throw new ImportError(`--encoding takes a name such as windows-1252, not "${encoding}".`)
}
