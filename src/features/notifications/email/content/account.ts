import type { AccountEmail } from '../emails.ts'
import { platformLink } from '../links.ts'
import type { Translate } from '../messages/translate.ts'
import type { Block, Message } from './content.ts'

const actions = {
  welcome: 'confirmEmail.action',
  confirmEmail: 'confirmEmail.action',
  setPassword: 'setPassword.action',
  emailChanged: 'emailChanged.action',
} as const

function button(email: AccountEmail, translate: Translate): Block[] {
  if (email.kind === 'passwordChanged') return []
  return [{ kind: 'button', label: translate(actions[email.kind]), href: platformLink(email.link) }]
}

/** The content of an email about an account. */
export function accountMessage(email: AccountEmail, translate: Translate): Message {
  const preview = translate(`${email.kind}.text`)
  const subject = translate(`${email.kind}.subject`)
  return {
    subject,
    preview,
    title: subject,
    blocks: [
      { kind: 'text', text: preview },
      ...button(email, translate),
      { kind: 'text', text: translate(`${email.kind}.next`) },
    ],
    footer: 'footer.account',
  }
}
