import type { Letter, RegistrationLetter } from '../emails.ts'
import { webLink } from '../links.ts'
import type { Clock } from '../times.ts'
import { nameToGreet } from '../untrustedText.ts'
import { accountMessage } from './account.ts'
import type { Content, Message } from './content.ts'
import { digestMessage } from './digest.ts'
import { registrationMessage } from './registration.ts'

const isRegistrationLetter = (letter: Letter): letter is RegistrationLetter =>
  'registration' in letter

function messageOf(letter: Letter, clock: Clock): Message {
  if (isRegistrationLetter(letter)) return registrationMessage(letter, clock)
  if (letter.kind === 'organiserDigest') return digestMessage(letter, clock)
  return accountMessage(letter, clock.say)
}

/** All that a letter says to somebody, in their words and by their clock. */
export function contentOf(
  letter: Letter,
  reader: Clock & { name: string; site: string; unsubscribeLink?: string | undefined },
): Content {
  const { say, site } = reader
  const message = messageOf(letter, reader)
  const name = nameToGreet(reader.name)
  const href = webLink(reader.unsubscribeLink)
  return {
    ...message,
    greeting: name === undefined ? say('greetingPlain') : say('greeting', { name }),
    footer: say(message.footer, { site }),
    ...(href === undefined ? {} : { unsubscribe: { label: say('unsubscribe'), href } }),
  }
}
