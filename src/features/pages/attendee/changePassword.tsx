import type { PageResponse } from '../../../http/pages/page.ts'
import { getRequestContext } from '../../../shared/requestContext.ts'
import {
  changeOwnPassword,
  checkOwnPassword,
  PasswordChangeSchema,
  startWebSession,
} from '../../accounts/public.ts'
import { type PersonContext, sessionHeader } from './context.ts'
import { emptyForm, Field } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { CurrentPassword } from './view/CurrentPassword.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

const names = ['current_password', 'password', 'password_confirm']

function page(context: PersonContext, failed?: Rejected): PageResponse {
  const { site, text, user } = context
  const form = failed?.form ?? emptyForm
  return renderPage(context, {
    title: text('profile.passwordButton'),
    rejected: failed,
    children: (
      <form className="form" method="post" action={site.link('/my/password')}>
        <p>{text('profile.passwordHint')}</p>
        {/* Password managers store the new password under this name. */}
        <input type="hidden" name="username" value={user.username} autoComplete="username" />
        <CurrentPassword form={form} text={text} />
        <Field
          name="password"
          label={text('profile.newPassword')}
          hint={text('signUp.passwordHint')}
          type="password"
          autoComplete="new-password"
          form={form}
        />
        <Field
          name="password_confirm"
          label={text('signUp.passwordConfirm')}
          type="password"
          autoComplete="new-password"
          form={form}
        />
        <p className="actions">
          <button>{text('profile.passwordButton')}</button>
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

/** Sets a new password. All sessions end, so this browser gets a new one. */
export async function submit(context: PersonContext): Promise<PageResponse> {
  const { payload, req, request, text, user } = context
  try {
    const values = valuesOf(request, names)
    const { current_password: password, ...chosen } = parseForm(PasswordChangeSchema, values)
    const address = getRequestContext()?.address ?? ''
    await checkOwnPassword(req, user, { password, address })
    const changed = await changeOwnPassword(req, user.id, chosen.password)
    const session = await startWebSession(payload, changed, false)
    const headers = sessionHeader(request, session)
    return { ...goTo(context, '/my/profile', { done: 'password' }), headers }
  } catch (error) {
    return page(context, rejected(error, { text }))
  }
}
