import { format, stripVTControlCharacters } from 'node:util'

import { redact } from './redact.ts'
import { serializeError } from './serializeError.ts'

const levels = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const

/** What the methods of `console` mean as levels of the log. */
const methods = {
  debug: levels.debug,
  dir: levels.info,
  group: levels.info,
  info: levels.info,
  log: levels.info,
  table: levels.info,
  trace: levels.warn,
  warn: levels.warn,
  error: levels.error,
} as const

type Write = (text: string) => unknown

/** A line of the log. An error among the values is a field of its own, without the values that it holds. */
function jsonLine(level: number, values: unknown[]): string {
  const error = values.find((value) => value instanceof Error)
  const texts = values.map((value) => (value instanceof Error ? value.message : value))
  const msg = stripVTControlCharacters(format(...texts)).trim()
  const err = error && serializeError(error)
  return redact(
    `${JSON.stringify({ level, time: new Date().getTime(), pid: process.pid, msg, err })}\n`,
  )
}

const isJson = (line: string) => {
  if (!line.startsWith('{')) return false
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** Turns what is written to a stream into lines of JSON. Lines of JSON stay as they are. */
function wrapStream(stream: NodeJS.WriteStream, level: number): Write {
  const write = stream.write.bind(stream)
  let unfinished = ''
  const writeText = (text: string) => {
    const lines = (unfinished + text).split('\n')
    unfinished = lines.pop()!
    for (const line of lines) {
      if (isJson(line)) write(`${line}\n`)
      else if (line.trim() !== '') write(jsonLine(level, ['%s', line]))
    }
  }
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    writeText(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(done)
    return true
  }
  process.on('exit', () => unfinished && writeText('\n'))
  return write
}

/**
 * Makes every output of this process a line of JSON, like the lines of the log: those of libraries, of threads,
 * of Node's warnings, and of an uncaught error. The logger itself writes elsewhere.
 */
export function writeOnlyJson(): void {
  const out = wrapStream(process.stdout, levels.info)
  const err = wrapStream(process.stderr, levels.warn)
  for (const [name, level] of Object.entries(methods)) {
    const write = level >= levels.warn ? err : out
    console[name as keyof typeof methods] = (...values: unknown[]) =>
      void write(jsonLine(level, values))
  }
  // Node's own listener writes text to the file descriptor.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => err(jsonLine(levels.warn, [warning])))
  process.on('uncaughtException', (error) => {
    // Another listener reports the error before the process exits.
    if (process.listenerCount('uncaughtException') > 1) return
    err(jsonLine(levels.fatal, [error]))
    process.exit(1)
  })
}
