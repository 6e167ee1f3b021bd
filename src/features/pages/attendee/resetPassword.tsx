import type { PageResponse } from '../../../http/pages/page.ts'
import { NewPasswordSchema, resetPassword } from '../../accounts/public.ts'
import type { PageContext } from './context.ts'
import { emptyForm, Field } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { goTo, renderPage } from './view/renderPage.tsx'

function page(context: PageContext, failed?: Rejected): PageResponse {
  const { request, site, text } = context
  const form = failed?.form ?? emptyForm
  return renderPage(context, {
    title: text('reset.title'),
    rejected: failed,
    children: (
      <form
        className="form"
        method="post"
        action={site.link('/reset-password', { token: request.query('token') })}
      >
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
          <button>{text('reset.button')}</button>
          <a className="button second" href={site.link('/forgot-password')}>
            {text('forgot.title')}
          </a>
        </p>
      </form>
    ),
  })
}

/** Whether the link is good is told after the form: mail servers open links, and must not use them up. */
export const show = (context: PageContext): Promise<PageResponse> => Promise.resolve(page(context))

/** Sets the password. Every session of the account ends, so the person signs in again. */
export async function submit(context: PageContext): Promise<PageResponse> {
  const { req, request, text } = context
  const values = {
    ...valuesOf(request, ['password', 'password_confirm']),
    token: request.query('token'),
  }
  try {
    const { password, token } = parseForm(NewPasswordSchema, values)
    if (await resetPassword(req, token, password)) {
      return goTo(context, '/sign-in', { done: 'password' })
    }
    return page(context, invalid(context))
  } catch (error) {
    const failed = rejected(error, { text })
    // A link without a token is as good as one that has expired.
    return page(context, failed.form.problems.token ? invalid(context) : failed)
  }
}

const invalid = ({ text }: PageContext): Rejected => ({
  status: 400,
  form: emptyForm,
  alert: text('reset.invalid'),
})
