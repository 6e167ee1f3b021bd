import type { Adapter } from '@payloadcms/plugin-cloud-storage/types'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { CollectionConfig, PayloadRequest } from 'payload'
import { getRangeRequestInfo } from 'payload/internal'

const contentTypes: Partial<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

const notFound = () => Response.json({ errors: [{ message: 'Not Found' }] }, { status: 404 })

const headersOf = (collection: CollectionConfig, values: Record<string, string>) => {
  const headers = new Headers(values)
  const upload = typeof collection.upload === 'object' ? collection.upload : undefined
  return upload?.modifyResponseHeaders?.({ headers }) ?? headers
}

const absent = new Set(['ENOENT', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

async function openFile(file: string) {
  const handle = await open(file).catch((error: unknown) => {
    if (!absent.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  })
  const stats = await handle?.stat()
  if (handle && stats?.isFile()) return { handle, stats }
  await handle?.close()
  return undefined
}

/** Responds with a file, or with the requested range of it. */
async function serve(collection: CollectionConfig, file: string, req: PayloadRequest) {
  const found = await openFile(file)
  if (!found) return notFound()
  const { handle, stats } = found
  const etag = `"${stats.size.toString(16)}-${Math.trunc(stats.mtimeMs).toString(16)}"`
  const range = getRangeRequestInfo({
    fileSize: stats.size,
    rangeHeader: req.headers.get('range'),
  })
  const isKnown = req.headers.get('if-none-match')?.includes(etag)
  const headers = headersOf(collection, {
    'Content-Type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
    ETag: etag,
    ...(isKnown ? {} : range.headers),
  })
  if (isKnown || range.type === 'invalid') {
    await handle.close()
    return new Response(null, { status: isKnown ? 304 : range.status, headers })
  }
  const part = range.type === 'partial' ? { start: range.rangeStart, end: range.rangeEnd } : {}
  const bytes = Readable.toWeb(handle.createReadStream(part)) as ReadableStream
  return new Response(bytes, { status: range.status, headers })
}

/** The files of one document while they are written: the picture and its sizes, at the same time. */
interface Writing {
  failed: boolean
  written: string[]
}

/**
 * Writes all files of a document, or none. When the disk fills up in between, the files that are already
 * written are removed: they would belong to no document and keep the disk full.
 */
function allOrNone() {
  const writings = new WeakMap<object, Writing>()
  return async (document: object, place: string, bytes: Buffer) => {
    const writing = writings.get(document) ?? { failed: false, written: [] }
    writings.set(document, writing)
    try {
      // Names are unique. Should one exist already, the flag prevents overwriting its picture.
      await writeFile(place, bytes, { flag: 'wx' })
    } catch (error) {
      writing.failed = true
      const isMine = (error as NodeJS.ErrnoException).code !== 'EEXIST'
      const places = isMine ? [place, ...writing.written] : writing.written
      await Promise.all(places.map((one) => rm(one, { force: true })))
      throw error
    }
    if (writing.failed) await rm(place, { force: true })
    else writing.written.push(place)
  }
}

/**
 * Stores uploads in a folder, through the same plugin as S3. Payload's own disk storage removes the old
 * file and writes the new one before it validates the document, so a refused change would lose the
 * picture. It also leaves files open when a client stops reading.
 */
export const diskStorage =
  (folder: string): Adapter =>
  ({ collection }) => {
    const placeOf = (key: string) => path.join(folder, path.basename(key))
    const write = allOrNone()
    return {
      name: 'disk',
      requiresClientUploadReceipt: true,
      handleUpload: async ({ data, file, storageFilePath }) => {
        await mkdir(folder, { recursive: true })
        await write(data as object, placeOf(storageFilePath), file.buffer)
      },
      handleDelete: ({ storageFilePath }) => rm(placeOf(storageFilePath), { force: true }),
      staticHandler: (req, { params }) => serve(collection, placeOf(params.filename), req),
    }
  }
