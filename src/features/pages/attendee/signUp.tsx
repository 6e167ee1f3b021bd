import type { PageResponse } from '../../../http/pages/page.ts'
import { checkSignUp, createAccount, SignUpSchema, startWebSession } from '../../accounts/public.ts'
import { type PageContext, sessionHeader } from './context.ts'
import { LanguageChoice, ZoneChoice } from './forms/Choice.tsx'
import { emptyForm, Field } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { returnPath } from './returnPath.ts'
import { goTo, renderPage } from './view/renderPage.tsx'

const first = '/my/events'
const names = ['display_name', 'email', 'password', 'password_confirm', 'language', 'timezone']

const next = ({ request }: PageContext) => returnPath(request.query('next'))

function page(context: PageContext, failed?: Rejected): PageResponse {
  const { site, text } = context
  const back = next(context)
  const form = failed?.form ?? emptyForm
  return renderPage(context, {
    title: text('signUp.title'),
    rejected: failed,
    children: (
      <>
        <p>
          {text('signUp.haveAccount')}{' '}
          <a href={site.link('/sign-in', { next: back })}>{text('signIn.title')}</a>
        </p>
        <form className="form" method="post" action={site.link('/sign-up', { next: back })}>
          <Field
            name="display_name"
            label={text('signUp.name')}
            hint={text('signUp.nameHint')}
            autoComplete="name"
            maxLength={200}
            form={form}
          />
          <Field
            name="email"
            label={text('signUp.email')}
            hint={text('signUp.emailHint')}
            type="email"
            autoComplete="email"
            maxLength={254}
            form={form}
          />
          <Field
            name="password"
            label={text('signUp.password')}
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
          <LanguageChoice form={form} text={text} value={site.language} />
          <ZoneChoice form={form} text={text} isFilledByScript />
          <p className="actions">
            <button>{text('signUp.button')}</button>
          </p>
        </form>
      </>
    ),
  })
}

/** Who is signed in already goes on. */
export const show = (context: PageContext): Promise<PageResponse> =>
  Promise.resolve(context.user ? goTo(context, next(context) ?? first) : page(context))

/**
 * Creates an account, with the rules and limits of v1, and signs it in. The address is the username: nobody has to
 * think of a second name.
 */
export async function submit(context: PageContext): Promise<PageResponse> {
  const { payload, req, request, text } = context
  const values = valuesOf(request, names)
  try {
    const { display_name: displayName, ...account } = parseForm(SignUpSchema, values)
    await checkSignUp(payload)
    const { id } = await createAccount(req, {
      username: account.email,
      email: account.email,
      password: account.password,
      language: account.language,
      timezone: account.timezone,
      displayName,
    })
    // No password of a new account was changed yet.
    const session = await startWebSession(payload, { id, tokenVersion: 0 }, false)
    const headers = sessionHeader(request, session)
    const location = next(context) ?? `${first}?done=account`
    return { status: 303, location, headers }
  } catch (error) {
    return page(context, rejected(error, { values, text, fields }))
  }
}

/** The username has no field of its own. */
const fields = { username: 'email', displayName: 'display_name' }
