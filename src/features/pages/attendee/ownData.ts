import type { PageResponse } from '../../../http/pages/page.ts'
import { exportPersonalData } from '../../personalData/public.ts'
import type { PersonContext } from './context.ts'

/** Everything that the platform holds on the person, as a file. */
export async function show({ payload, user }: PersonContext): Promise<PageResponse> {
  const content = await exportPersonalData(payload, user.id)
  return { file: { type: 'application/json; charset=utf-8', content, name: 'my-data.json' } }
}
