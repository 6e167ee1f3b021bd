import type { PageResponse } from '../../../http/pages/page.ts'
import { getRequestContext } from '../../../shared/requestContext.ts'
import { checkOwnPassword, CurrentPasswordSchema, deleteOwnAccount } from '../../accounts/public.ts'
import { noSessionHeader, type PersonContext } from './context.ts'
import { emptyForm } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { CurrentPassword } from './view/CurrentPassword.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

function page(context: PersonContext, failed?: Rejected): PageResponse {
  const { site, text, user } = context
  return renderPage(context, {
    title: text('delete.title'),
    rejected: failed,
    children: (
      <form className="form" method="post" action={site.link('/my/delete')}>
        <p>{text('delete.text')}</p>
        {user.ownsEvents && <p>{text('delete.events')}</p>}
        <p>
          <a href="/my/data.json" download>
            {text('profile.download')}
          </a>
        </p>
        <CurrentPassword form={failed?.form ?? emptyForm} text={text} />
        <p className="actions">
          <button className="danger">{text('delete.button')}</button>
          <a className="button second" href={site.link('/my/profile')}>
            {text('form.back')}
          </a>
        </p>
      </form>
    ),
  })
}

export const show = (context: PersonContext): Promise<PageResponse> =>
  Promise.resolve(page(context))

/** Deletes the account, after the password: a device that was left open must not be enough. */
export async function submit(context: PersonContext): Promise<PageResponse> {
  const { req, request, text, user } = context
  try {
    const values = valuesOf(request, ['current_password'])
    const { current_password: password } = parseForm(CurrentPasswordSchema, values)
    const address = getRequestContext()?.address ?? ''
    await checkOwnPassword(req, user, { password, address })
    await deleteOwnAccount(req, user.id)
  } catch (error) {
    return page(context, rejected(error, { text }))
  }
  return { ...goTo(context, '/sign-in', { done: 'deleted' }), headers: noSessionHeader(request) }
}
