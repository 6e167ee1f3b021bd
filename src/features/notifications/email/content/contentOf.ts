import { isolated } from '../../../../shared/direction.ts'
import type { Email, RegistrationEmail } from '../emails.ts'
import { webLink } from '../links.ts'
import type { SiteReader } from '../times.ts'
import { nameToGreet } from '../untrustedText.ts'
import { accountMessage } from './account.ts'
import type { Content, Message } from './content.ts'
import { digestMessage } from './digest.ts'
import { registrationMessage } from './registration.ts'
import { webhookMessage } from './webhook.ts'

const isRegistrationEmail = (email: Email): email is RegistrationEmail => 'registration' in email

function messageOf(email: Email, reader: SiteReader): Message {
  if (isRegistrationEmail(email)) return registrationMessage(email, reader)
  if (email.kind === 'organiserDigest') return digestMessage(email, reader)
  if (email.kind === 'webhookSwitchedOff') return webhookMessage(email, reader.translate)
  return accountMessage(email, reader.translate)
}

/** The whole content of an email, in the reader's language and time zone. */
export function contentOf(
  email: Email,
  reader: SiteReader & { name: string; site: string; unsubscribeLink?: string | undefined },
): Content {
  const { translate, site } = reader
  const message = messageOf(email, reader)
  const name = nameToGreet(reader.name)
  const href = webLink(reader.unsubscribeLink)
  return {
    ...message,
    greeting:
      name === undefined
        ? translate('greetingPlain')
        : translate('greeting', { name: isolated(name) }),
    footer: translate(message.footer, { site }),
    ...(href === undefined ? {} : { unsubscribe: { label: translate('unsubscribe'), href } }),
  }
}
