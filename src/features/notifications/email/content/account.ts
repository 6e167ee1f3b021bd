import type { AccountLetter } from '../emails.ts'
import { platformLink } from '../links.ts'
import type { Say } from '../messages/sayIn.ts'
import type { Block, Message } from './content.ts'

const actions = {
  welcome: 'confirmEmail.action',
  confirmEmail: 'confirmEmail.action',
  setPassword: 'setPassword.action',
} as const

function button(letter: AccountLetter, say: Say): Block[] {
  if (letter.kind === 'passwordChanged') return []
  return [{ kind: 'button', label: say(actions[letter.kind]), href: platformLink(letter.link) }]
}

/** What a letter about somebody's account says. */
export function accountMessage(letter: AccountLetter, say: Say): Message {
  const preview = say(`${letter.kind}.text`)
  const subject = say(`${letter.kind}.subject`)
  return {
    subject,
    preview,
    title: subject,
    blocks: [
      { kind: 'text', text: preview },
      ...button(letter, say),
      { kind: 'text', text: say(`${letter.kind}.next`) },
    ],
    footer: 'footer.account',
  }
}
