import type { Payload } from 'payload'

import { badRowCount, badRowLines } from '../../command/badRowLines.ts'
import { findOwner } from '../../command/findOwner.ts'
import type { ImportHost } from '../../command/host.ts'
import { ImportError } from '../../command/ImportError.ts'
import { noChanges } from '../../command/progress.ts'
import { runCommand } from '../../command/runCommand.ts'
import { type ImportPlan, planDrafts } from '../import/planDrafts.ts'
import { changeOf, saveDrafts } from '../import/saveDrafts.ts'
import { type IcsFile, readIcs } from '../source/readIcs.ts'
import { linesOf } from '../source/textOf.ts'
import { loadCalendar } from './loadCalendar.ts'
import { type Options, readOptions, usage } from './options.ts'

/** Prints every bad entry. @throws {ImportError} when they may not be skipped: nothing is written by then */
function checkEntries({ bad }: IcsFile, { skipBad, source }: Options, host: ImportHost): void {
  if (bad.length === 0) return
  const lines = badRowLines(bad.map((one) => ({ ...one, file: source })))
  host.printError(`✗ ${badRowCount(bad.length)}:\n${lines.join('\n')}`)
  if (skipBad) return
  throw new ImportError(
    'Nothing was imported. Correct the events, or leave them out with --skip-bad.',
  )
}

async function load(options: Options, host: ImportHost): Promise<IcsFile> {
  const { encoding, source, zone } = options
  const lines = linesOf(source, await loadCalendar(source), encoding)
  if (!lines.some((line) => /^BEGIN:VCALENDAR/i.test(line)))
    throw new ImportError(`${source} is no calendar: it has no line BEGIN:VCALENDAR.`)
  const file = readIcs(lines, { now: new Date(), ...(zone === undefined ? {} : { zone }) })
  for (const note of file.notes) host.printError(`! ${note}`)
  checkEntries(file, options, host)
  if (file.events.length === 0 && file.cancelled.length === 0)
    throw new ImportError(`${source} has no event that can be imported.`)
  return file
}

const countsOf = (plan: ImportPlan) => {
  const changes = noChanges()
  for (const draft of plan.drafts) changes[changeOf(draft)] += 1
  return changes
}

function preview({ drafts }: ImportPlan, host: ImportHost) {
  const signs = { created: '+', updated: '~', unchanged: '=' }
  for (const draft of drafts) {
    const { startDate, timezone, title } = draft.details
    host.print(`  ${signs[changeOf(draft)]} ${startDate} ${title} (${timezone})`)
  }
}

async function write(payload: Payload, file: IcsFile, options: Options, host: ImportHost) {
  const owner = options.owner === undefined ? null : await findOwner(payload, options.owner)
  const plan = await planDrafts(payload, file, owner)
  if (options.dryRun) preview(plan, host)
  const { created, unchanged, updated } = options.dryRun
    ? countsOf(plan)
    : await saveDrafts(payload, plan.drafts, owner, host.progress)
  const counts = `${created} created, ${updated} updated, ${unchanged} unchanged`
  host.print(options.dryRun ? `Nothing was written. Events: ${counts}` : `✓ Events    ${counts}`)
  for (const { id, title } of plan.cancelled)
    host.printError(`! The calendar has cancelled "${title}". Cancel event ${id} in the panel`)
}

async function run(options: Options, host: ImportHost): Promise<boolean> {
  const file = await load(options, host)
  const { payload, stop } = await host.open()
  try {
    await write(payload, file, options, host)
    return file.bad.length === 0
  } finally {
    await stop()
  }
}

/**
 * Imports a calendar file as draft events: `npm run import:ics`, or in process for the tests.
 *
 * @param argv the arguments of the command line, see `usage`
 * @returns the exit code: 0 when all events of the calendar are there, else 1
 * @throws every error that is not an `ImportError`: those are printed
 */
export const importIcs = (argv: string[], host: ImportHost): Promise<number> =>
  runCommand(host, async () => {
    const options = readOptions(argv)
    if (!options.help) return run(options, host)
    host.print(usage)
    return true
  })
