import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import type { PageRequest, PageResponse } from '../../../http/pages/page.ts'
import { notFound } from '../../../shared/errors/Refusal.ts'
import { findPublicEvent } from '../../events/public.ts'
import { readFileName, shareImagePath } from './address.ts'
import { drawShareImage } from './drawShareImage.ts'

/** Pictures in memory, by their paths: 20 KB each. */
const drawn = new LRUCache<string, Promise<Buffer>>({ max: 200 })

/** One picture takes 30 ms of a core, which registrations need too. */
const drawing = pLimit(1)

/** A year: the path names the content. */
const forever = 'public, max-age=31536000, immutable'

/**
 * The picture of an event for other sites. Another version than the present one leads to the present one.
 *
 * @throws {Refusal} 404 when there is no public event
 */
export async function readShareImage(
  payload: Payload,
  { params }: PageRequest,
): Promise<PageResponse> {
  const named = readFileName(params.file)
  const event = named && (await findPublicEvent(readerOf(payload), { isStaff: false }, named.id))
  if (!event) throw notFound()
  const path = shareImagePath(event, named.language)
  if (path !== `/share/${params.file}`) return { status: 302, location: path }
  let picture = drawn.get(path)
  if (!picture) {
    picture = drawing(() => drawShareImage(event, named.language))
    drawn.set(path, picture)
    picture.catch(() => drawn.delete(path))
  }
  return {
    file: { content: await picture, type: 'image/png' },
    headers: ['Cache-Control', forever],
  }
}
