import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

import type { FileStore, StoredFile } from './fileStore.ts'

const isAbsent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** What a failed call means when the file or the folder may be missing. */
const unlessAbsent = (error: unknown): undefined => {
  if (!isAbsent(error)) throw error
}

/** Names that begin so are files that are being written. */
const unfinished = '.'

/** Pictures in a folder. */
export function diskFiles(folder: string): FileStore {
  const placeOf = (name: string) => path.join(folder, path.basename(name))

  async function describe(name: string): Promise<StoredFile[]> {
    const stats = await stat(placeOf(name)).catch(unlessAbsent)
    return stats?.isFile() ? [{ name, size: stats.size, modifiedAt: stats.mtime }] : []
  }

  return {
    read: (name) => readFile(placeOf(name)).catch(unlessAbsent),
    sizeOf: async (name) => (await describe(name))[0]?.size,
    write: async (name, content) => {
      const temporary = placeOf(`${unfinished}${path.basename(name)}.${process.pid}`)
      await mkdir(folder, { recursive: true })
      try {
        await writeFile(temporary, content)
        await rename(temporary, placeOf(name))
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    remove: (name) => rm(placeOf(name), { force: true }),
    list: async (after, limit) => {
      const names = (await readdir(folder).catch(unlessAbsent)) ?? []
      const next = names
        .filter((name) => !name.startsWith(unfinished) && name > after)
        .sort()
        .slice(0, limit)
      return (await Promise.all(next.map(describe))).flat()
    },
  }
}
