import type { PageResponse } from '../../../http/pages/page.ts'
import type { PersonContext } from './context.ts'

export const show = ({ site }: PersonContext): Promise<PageResponse> =>
  Promise.resolve({ status: 303, location: site.link('/my/events') })
