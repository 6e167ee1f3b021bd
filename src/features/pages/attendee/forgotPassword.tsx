import type { PageResponse } from '../../../http/pages/page.ts'
import {
  checkMail,
  checkSender,
  ForgottenSchema,
  requestPasswordReset,
} from '../../accounts/public.ts'
import type { PageContext } from './context.ts'
import { emptyForm, Field } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { goTo, renderPage } from './view/renderPage.tsx'

function page(context: PageContext, failed?: Rejected): PageResponse {
  const { request, site, text } = context
  const isDone = !failed && request.query('done') !== ''
  return renderPage(context, {
    title: text('forgot.title'),
    done: isDone ? text('forgot.done') : undefined,
    rejected: failed,
    children: (
      <>
        {!isDone && (
          <>
            <p>{text('forgot.text')}</p>
            <form className="form" method="post" action={site.link('/forgot-password')}>
              <Field
                name="email"
                label={text('signUp.email')}
                type="email"
                autoComplete="email"
                maxLength={254}
                form={failed?.form ?? emptyForm}
              />
              <p className="actions">
                <button>{text('forgot.button')}</button>
              </p>
            </form>
          </>
        )}
        <p>
          <a href={site.link('/sign-in')}>{text('signIn.title')}</a>
        </p>
      </>
    ),
  })
}

export const show = (context: PageContext): Promise<PageResponse> => Promise.resolve(page(context))

/** Sends a link, if the account exists. The answer is the same if it does not. */
export async function submit(context: PageContext): Promise<PageResponse> {
  const { payload, request, text } = context
  const values = valuesOf(request, ['email'])
  try {
    const { email } = parseForm(ForgottenSchema, values)
    await checkSender(payload)
    await checkMail(payload, email)
    requestPasswordReset(payload, email)
    return goTo(context, '/forgot-password', { done: 'sent' })
  } catch (error) {
    return page(context, rejected(error, { values, text }))
  }
}
