import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import { servicesOf } from '../../../shared/services.ts'
import type { StoredFile } from '../files/fileStore.ts'
import { knownFiles, knownUploads } from '../queries/sweep.ts'

/** Files of one run, and those that it removes at most. */
const most = { listed: 2000, removed: 500 }

/** Hours for which a file may have no picture yet: it is written before its document is committed. */
const youngestHours = 24

/** The names that the platform makes. All other files belong to somebody else and are left alone. */
const ofPicture =
  /^[a-z0-9-]+-(?:[0-9a-f]{32}|[0-9a-f]{16})(?:-\d+x\d+|-\d+w)?\.(?:jpg|png|webp|avif)$/
const ofUpload = /^uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The file that says which database a bucket belongs to. */
const ownerFile = 'robo-events-owner.txt'

/**
 * Whether the files are those of this database. The first sweep writes its name down: with a bucket of somebody
 * else, all of their files would have no picture here.
 */
export async function ownsFiles(payload: Payload, owner: string): Promise<boolean> {
  const { mediaFiles } = servicesOf(payload)
  const written = await mediaFiles.read(ownerFile)
  if (written) return written.toString() === owner
  await mediaFiles.write(ownerFile, Buffer.from(owner), 'text/plain')
  return true
}

/** The files of the list that belong to nothing. */
async function withoutPicture(payload: Payload, files: StoredFile[], now: Date): Promise<string[]> {
  const connection = poolOf(payload)
  const before = now.getTime() - youngestHours * 3_600_000
  const old = files.filter(({ modifiedAt }) => modifiedAt.getTime() < before)
  const pictures = old.map(({ name }) => name).filter((name) => ofPicture.test(name))
  const uploads = old.flatMap(({ name }) => ofUpload.exec(name)?.[1] ?? [])
  const [known, waiting] = [
    await knownFiles(connection, pictures),
    await knownUploads(connection, uploads),
  ]
  return [
    ...pictures.filter((name) => !known.has(name)),
    ...uploads.filter((id) => !waiting.has(id)).map((id) => `uploads/${id}`),
  ]
}

export interface OrphanRun {
  found: string[]
  removed: number
  /** Where the next run begins. */
  position: string
}

/**
 * Looks at the next part of all files, and removes those that belong to nothing.
 *
 * @param isDry whether nothing is removed
 */
export async function sweepOrphans(
  payload: Payload,
  { isDry, now, position }: { isDry: boolean; now: Date; position: string },
): Promise<OrphanRun> {
  const { mediaFiles } = servicesOf(payload)
  const files = await mediaFiles.list(position, most.listed)
  const found = await withoutPicture(payload, files, now)
  const removed = isDry ? [] : found.slice(0, most.removed)
  for (const name of removed) await mediaFiles.remove(name)
  const isAll = removed.length === found.length || isDry
  // What was too much for this run is still there for the next one.
  if (!isAll) return { found, removed: removed.length, position }
  const next = files.length < most.listed ? '' : files.at(-1)!.name
  return { found, removed: removed.length, position: next }
}
