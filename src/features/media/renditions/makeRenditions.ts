import type { Payload } from 'payload'

import { invalidateEvents } from '../../../cache/invalidation/tracker.ts'
import { type Connection, inOwnTransaction, poolOf } from '../../../database/connection.ts'
import { servicesOf } from '../../../shared/services.ts'
import type { FileStore } from '../files/fileStore.ts'
import {
  deleteRenditions,
  eventsThatShow,
  outdatedRenditions,
  type Rendition,
  sourceToEncode,
  storeRenditions,
} from '../queries/renditions.ts'
import { encode, measure } from './encode.ts'
import { plansFor, renditionName } from '../rules.ts'

/** Removes the files that were made of a picture that is no more, or of a file that it had before. */
async function removeOutdated(connection: Connection, files: FileStore, mediaId: number) {
  const outdated = await outdatedRenditions(connection, mediaId)
  if (outdated.length === 0) return
  for (const name of outdated) await files.remove(name)
  await deleteRenditions(connection, outdated)
}

interface Source {
  mediaId: number
  source: string
}

/** Encodes and writes one file after another, so that one picture takes one core at most. */
async function writeFiles(files: FileStore, source: string, picture: Buffer) {
  const made: Rendition[] = []
  for (const plan of plansFor(await measure(picture))) {
    const content = await encode(picture, plan)
    const filename = renditionName(source, plan)
    await files.write(filename, content, `image/${plan.format}`)
    made.push({ ...plan, filename, filesize: content.length })
  }
  return made
}

async function storeFiles(payload: Payload, { mediaId, source }: Source, made: Rendition[]) {
  const belong = await inOwnTransaction(payload, async (connection) => {
    const isStored = await storeRenditions(connection, { mediaId, source }, made)
    if (isStored) invalidateEvents(connection, await eventsThatShow(connection, mediaId))
    return isStored
  })
  if (belong) return
  // The picture got another file, or was deleted, in the meantime.
  const { mediaFiles } = servicesOf(payload)
  for (const { filename } of made) await mediaFiles.remove(filename)
}

/**
 * Brings the files that are made of a picture up to date: removes those of a file that it had before, and makes
 * those that are missing. Nothing is done twice, and an interrupted run is done again from the start: names
 * and contents are the same then.
 *
 * @param isLast whether a failure is final: then it is stored, and the picture is served as it is
 * @throws {Error} when the file cannot be read or written
 */
export async function makeRenditions(
  payload: Payload,
  mediaId: number,
  isLast: boolean,
): Promise<void> {
  const connection = poolOf(payload)
  const { mediaFiles } = servicesOf(payload)
  await removeOutdated(connection, mediaFiles, mediaId)
  const source = await sourceToEncode(connection, mediaId)
  if (source === undefined) return
  try {
    const picture = await mediaFiles.read(source)
    if (!picture) throw new Error(`The file ${source} is missing`)
    await storeFiles(payload, { mediaId, source }, await writeFiles(mediaFiles, source, picture))
  } catch (error) {
    const failure = (error as Error).message
    if (isLast) await storeRenditions(connection, { mediaId, source, failure }, [])
    throw error
  }
}
