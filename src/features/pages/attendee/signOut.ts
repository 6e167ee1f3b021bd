import type { PageResponse } from '../../../http/pages/page.ts'
import { endWebSession } from '../../accounts/public.ts'
import { noSessionHeader, type PageContext, sessionSecretOf } from './context.ts'

/** Ends the session on the server and in the browser. */
export async function submit({ payload, request, site }: PageContext): Promise<PageResponse> {
  await endWebSession(payload, sessionSecretOf(request))
  const location = site.link('/sign-in', { done: 'signed-out' })
  return { status: 303, location, headers: noSessionHeader(request) }
}
