import type { PageResponse } from '../../../http/pages/page.ts'
import type { User } from '../../../payload-types.ts'
import { getRequestContext } from '../../../shared/requestContext.ts'
import {
  changeOwnEmail,
  checkOwnMail,
  checkOwnPassword,
  checkSender,
  EmailChangeSchema,
  readOwnAccount,
  sendConfirmation,
} from '../../accounts/public.ts'
import type { PersonContext } from './context.ts'
import { emptyForm, Field } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { CurrentPassword } from './view/CurrentPassword.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

const names = ['email', 'current_password']

/** To get the link for the present address once more. */
const Confirmation = ({ context, account }: { context: PersonContext; account: User }) => {
  const { site, text } = context
  if (account.emailConfirmedAt) {
    return (
      <p>
        {text('profile.emailNow', { email: account.email })} {text('profile.emailConfirmed')}
      </p>
    )
  }
  return (
    <form className="card" method="post" action={site.link('/my/email')}>
      <p>{text('confirm.needed', { email: account.email })}</p>
      <p className="actions">
        <button name="do" value="confirm" className="second">
          {text('confirm.resend')}
        </button>
      </p>
    </form>
  )
}

async function page(context: PersonContext, failed?: Rejected): Promise<PageResponse> {
  const { req, site, text, user } = context
  const account = await readOwnAccount(req, user.id)
  const form = failed?.form ?? emptyForm
  return renderPage(context, {
    title: text('profile.email'),
    rejected: failed,
    children: (
      <>
        <Confirmation context={context} account={account} />
        <form className="form" method="post" action={site.link('/my/email')}>
          <Field
            name="email"
            label={text('profile.newEmail')}
            type="email"
            autoComplete="email"
            maxLength={254}
            form={form}
          />
          <CurrentPassword form={form} text={text} />
          <p className="actions">
            <button>{text('profile.emailButton')}</button>
            <a className="button second" href={site.link('/my/profile')}>
              {text('form.back')}
            </a>
          </p>
        </form>
      </>
    ),
  })
}

export const show = (context: PersonContext): Promise<PageResponse> => page(context)

/** Sends the link for the present address again, with the limits of v1. */
async function resend(context: PersonContext): Promise<PageResponse> {
  const { payload, req, user } = context
  await checkSender(payload)
  await checkOwnMail(payload, user.id)
  await sendConfirmation(req, user.id)
  return goTo(context, '/my/profile', { done: 'confirmation' })
}

async function change(context: PersonContext, values: Record<string, string>) {
  const { req, user } = context
  const { current_password: password, email } = parseForm(EmailChangeSchema, values)
  const address = getRequestContext()?.address ?? ''
  await checkOwnPassword(req, user, { password, address })
  await changeOwnEmail(req, user.id, email)
  return goTo(context, '/my/profile', { done: 'email' })
}

export async function submit(context: PersonContext): Promise<PageResponse> {
  const { request, text } = context
  const values = valuesOf(request, names)
  try {
    if (request.field('do') === 'confirm') return await resend(context)
    return await change(context, values)
  } catch (error) {
    return page(context, rejected(error, { values, text }))
  }
}
