import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import { readEnv } from '../../../runtime/env/env.ts'
import { counted } from '../../../shared/counted.ts'
import { filterOf } from '../../events/public.ts'
import { exportEvents, writerOf } from '../exportEvents.ts'
import { countExported } from '../queries.ts'
import { ExportError, type ExportOptions, readOptions, usage } from './options.ts'

/** What an export needs from the process that runs it. */
export interface ExportHost {
  open: () => Promise<{ payload: Payload; stop: () => Promise<void> }>
  print: (text: string) => void
  printError: (text: string) => void
  progress: {
    begin: (task: string, total: number) => void
    advance: (by?: number) => void
    end: () => void
  }
}

/** The operator sees all events, drafts too. */
const viewer = { isStaff: true }

const isMissing = (error: unknown) =>
  ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Writes the file in one step: one that is there is whole. */
async function writeFile(file: string, chunks: AsyncIterable<string>) {
  const unfinished = `${file}.${process.pid}.part`
  try {
    const pieces = Readable.from(chunks, { objectMode: true, highWaterMark: 1 })
    await pipeline(pieces, createWriteStream(unfinished))
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    if (!isMissing(error)) throw error
    throw new ExportError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`)
  }
}

async function run({ file, force, format, query }: ExportOptions, host: ExportHost) {
  if (!force && existsSync(file))
    throw new ExportError(`${file} exists. Name another file, or replace it with --force.`)
  const { payload, stop } = await host.open()
  try {
    const connection = poolOf(payload)
    const filter = await filterOf(connection, viewer, query)
    const total = await countExported(connection, viewer, filter)
    host.progress.begin('Events', total)
    let written = 0
    const chunks = exportEvents({
      ...{ connection, viewer, filter },
      writer: writerOf(format, readEnv()),
      read: (work) => work(),
      onPart: (events) => {
        written += events
        host.progress.advance(events)
      },
    })
    await writeFile(file, chunks)
    host.progress.end()
    host.print(`✓ ${counted(written, 'event')} in ${file}`)
  } finally {
    await stop()
  }
}

/**
 * Exports events to a file: `npm run export`, or in process for the tests.
 *
 * @param argv the arguments of the command line, see `usage`
 * @returns the exit code
 * @throws every error that is not an `ExportError`: those are printed
 */
export async function exportToFile(argv: string[], host: ExportHost): Promise<number> {
  try {
    const options = readOptions(argv)
    if (options.help) host.print(usage)
    else await run(options, host)
    return 0
  } catch (error) {
    if (!(error instanceof ExportError)) throw error
    host.printError(`✗ ${error.message}`)
    return 1
  }
}
