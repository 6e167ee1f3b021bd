import type { PageRequest } from '../../../http/pages/page.ts'
import { notFound } from '../../../shared/errors/Refusal.ts'
import { EventParams } from '../../events/public.ts'

/** The number of an event in a path, as in `12` and in `12-bolt-bowl`. @throws {Refusal} 404 */
export function eventIdOf({ params }: Pick<PageRequest, 'params'>): number {
  const [id] = /^\d+(?=-|$)/.exec(params.event ?? '') ?? []
  const read = EventParams.safeParse({ id })
  if (!read.success) throw notFound()
  return read.data.id
}
