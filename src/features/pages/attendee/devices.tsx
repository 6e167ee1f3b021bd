import type { PageResponse } from '../../../http/pages/page.ts'
import { signOutEverywhere } from '../../accounts/public.ts'
import { noSessionHeader, type PersonContext } from './context.ts'
import { goTo, renderPage } from './view/renderPage.tsx'

export const show = (context: PersonContext): Promise<PageResponse> => {
  const { site, text } = context
  const response = renderPage(context, {
    title: text('profile.everywhere'),
    children: (
      <form method="post" action={site.link('/my/devices')}>
        <p>{text('profile.everywhereText')}</p>
        <p className="actions">
          <button>{text('profile.everywhere')}</button>
          <a className="button second" href={site.link('/my/profile')}>
            {text('form.back')}
          </a>
        </p>
      </form>
    ),
  })
  return Promise.resolve(response)
}

/** Ends every session of the person, also this one. */
export async function submit(context: PersonContext): Promise<PageResponse> {
  const { payload, request, user } = context
  await signOutEverywhere(payload, user.id)
  const headers = noSessionHeader(request)
  return { ...goTo(context, '/sign-in', { done: 'signed-out' }), headers }
}
