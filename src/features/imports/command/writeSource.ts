import type { Payload } from 'payload'

import { planEvents } from '../events/planEvents.ts'
import { saveEvents } from '../events/saveEvents.ts'
import { writeSeason } from '../season/import/writeSeason.ts'
import type { ImportSource } from '../source/importSource.ts'
import { checkRows } from './checkRows.ts'
import { findOwner } from './findOwner.ts'
import type { ImportHost } from './host.ts'
import type { Options } from './options.ts'
import { countsText, preview } from './preview.ts'
import type { ReadFile } from './readSource.ts'

/** Writes events without teams, all or none, and prints the result. */
async function writeEvents(
  payload: Payload,
  source: ImportSource & { owner: number | null },
  { dryRun }: Options,
  host: ImportHost,
): Promise<void> {
  const { isPublished, owner } = source
  const { cancelled, plans } = await planEvents(payload, source, owner)
  if (dryRun) preview(plans, host)
  else {
    const { changes } = await saveEvents(payload, plans, { owner, isPublished }, host.progress)
    host.print(`✓ Events    ${countsText(changes)}`)
  }
  for (const { id, title } of cancelled)
    host.printError(`! The source has cancelled "${title}". Cancel event ${id} in the panel`)
}

/**
 * Writes what was read into the database of the platform, and prints the result.
 *
 * @returns whether the platform now holds all that the good rows say
 * @throws {ImportError} when the owner is nobody, or a rule of the platform refuses an event
 */
export async function writeSource(
  payload: Payload,
  { season, source }: ReadFile,
  options: Options,
  host: ImportHost,
): Promise<boolean> {
  const owner = options.owner === undefined ? null : await findOwner(payload, options.owner)
  const { isPublished } = source
  if (season) return writeSeason(payload, { season, owner, isPublished }, options, host)
  checkRows(source.bad, options, host)
  await writeEvents(payload, { ...source, owner }, options, host)
  return true
}
