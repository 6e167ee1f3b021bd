import type { PageResponse } from '../../../http/pages/page.ts'
import { getRequestContext } from '../../../shared/requestContext.ts'
import {
  checkCredentials,
  CredentialsSchema,
  endWebSession,
  startWebSession,
} from '../../accounts/public.ts'
import { goTo, renderPage } from './view/renderPage.tsx'
import { type PageContext, sessionHeader, sessionSecretOf } from './context.ts'
import { emptyForm, Field } from './forms/Field.tsx'
import { Check } from './forms/Choice.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { returnPath } from './returnPath.ts'
import { Notice } from './view/Notice.tsx'

const first = '/my/events'

const next = ({ request }: PageContext) => returnPath(request.query('next'))

/** What another page has just done. */
function doneText({ request, text }: PageContext): string | undefined {
  switch (request.query('done')) {
    case 'signed-out':
      return text('my.done.signedOut')
    case 'deleted':
      return text('my.done.deleted')
    case 'password':
      return text('reset.done')
    default:
      return undefined
  }
}

function page(context: PageContext, failed?: Rejected): PageResponse {
  const { request, site, text } = context
  const back = next(context)
  const form = failed?.form ?? emptyForm
  const title = text('signIn.title')
  return renderPage(context, {
    title,
    done: failed ? undefined : doneText(context),
    rejected: failed,
    children: (
      <>
        {back && !failed && <Notice tone="plain">{text('signIn.first')}</Notice>}
        <form className="form" method="post" action={site.link('/sign-in', { next: back })}>
          <Field
            name="username"
            label={text('signIn.identifier')}
            autoComplete="username"
            maxLength={254}
            form={form}
          />
          <Field
            name="password"
            label={text('signIn.password')}
            type="password"
            autoComplete="current-password"
            form={form}
          />
          <Check name="stay" label={text('signIn.stay')} isChecked={request.field('stay') !== ''} />
          <p className="actions">
            <button>{text('signIn.button')}</button>
          </p>
        </form>
        <p>
          <a href={site.link('/forgot-password')}>{text('signIn.forgot')}</a>
        </p>
        <p>
          {text('signIn.noAccount')}{' '}
          <a href={site.link('/sign-up', { next: back })}>{text('nav.signUp')}</a>
        </p>
      </>
    ),
  })
}

/** Who is signed in already goes on. */
export const show = (context: PageContext): Promise<PageResponse> =>
  Promise.resolve(context.user ? goTo(context, next(context) ?? first) : page(context))

/** Signs in, with the limits and the answers of v1's sign-in. The session before ends: it may be another person's. */
export async function submit(context: PageContext): Promise<PageResponse> {
  const { payload, req, request, text } = context
  const values = valuesOf(request, ['username', 'password'])
  try {
    const { username: identifier, password } = parseForm(CredentialsSchema, values)
    const address = getRequestContext()?.address ?? ''
    const user = await checkCredentials(req, { identifier, password, address })
    if (!user) return page(context, wrong(context, values))
    await endWebSession(payload, sessionSecretOf(request))
    const session = await startWebSession(payload, user, request.field('stay') !== '')
    const headers = sessionHeader(request, session)
    return { ...goTo(context, next(context) ?? first), headers }
  } catch (error) {
    return page(context, rejected(error, { values, text }))
  }
}

/** One sentence for every reason: which accounts exist is private. */
const wrong = ({ text }: PageContext, { username = '' }: Record<string, string>): Rejected => ({
  status: 400,
  form: { values: { username }, problems: {} },
  alert: text('signIn.wrong'),
})
