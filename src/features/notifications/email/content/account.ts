import type { AccountEmail } from '../emails.ts'
import { platformLink } from '../links.ts'
import type { Say } from '../messages/sayIn.ts'
import type { Block, Message } from './content.ts'

const actions = {
  welcome: 'confirmEmail.action',
  confirmEmail: 'confirmEmail.action',
  setPassword: 'setPassword.action',
} as const

function button(email: AccountEmail, say: Say): Block[] {
  if (email.kind === 'passwordChanged') return []
  return [{ kind: 'button', label: say(actions[email.kind]), href: platformLink(email.link) }]
}

/** What an email about somebody's account says. */
export function accountMessage(email: AccountEmail, say: Say): Message {
  const preview = say(`${email.kind}.text`)
  const subject = say(`${email.kind}.subject`)
  return {
    subject,
    preview,
    title: subject,
    blocks: [
      { kind: 'text', text: preview },
      ...button(email, say),
      { kind: 'text', text: say(`${email.kind}.next`) },
    ],
    footer: 'footer.account',
  }
}
