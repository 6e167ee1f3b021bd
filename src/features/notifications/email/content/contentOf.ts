import type { Email, RegistrationEmail } from '../emails.ts'
import { webLink } from '../links.ts'
import type { Clock } from '../times.ts'
import { nameToGreet } from '../untrustedText.ts'
import { accountMessage } from './account.ts'
import type { Content, Message } from './content.ts'
import { digestMessage } from './digest.ts'
import { registrationMessage } from './registration.ts'

const isRegistrationEmail = (email: Email): email is RegistrationEmail => 'registration' in email

function messageOf(email: Email, clock: Clock): Message {
  if (isRegistrationEmail(email)) return registrationMessage(email, clock)
  if (email.kind === 'organiserDigest') return digestMessage(email, clock)
  return accountMessage(email, clock.say)
}

/** All that an email says to somebody, in their words and by their clock. */
export function contentOf(
  email: Email,
  reader: Clock & { name: string; site: string; unsubscribeLink?: string | undefined },
): Content {
  const { say, site } = reader
  const message = messageOf(email, reader)
  const name = nameToGreet(reader.name)
  const href = webLink(reader.unsubscribeLink)
  return {
    ...message,
    greeting: name === undefined ? say('greetingPlain') : say('greeting', { name }),
    footer: say(message.footer, { site }),
    ...(href === undefined ? {} : { unsubscribe: { label: say('unsubscribe'), href } }),
  }
}
