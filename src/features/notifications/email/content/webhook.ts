import { isolated } from '../../../../shared/direction.ts'
import type { WebhookEmail } from '../emails.ts'
import { platformLink } from '../links.ts'
import type { Translate } from '../messages/translate.ts'
import type { Fact, Message } from './content.ts'

const reasons = {
  gone: 'webhookSwitchedOff.gone',
  failing: 'webhookSwitchedOff.failing',
} as const

/** The content of the email about an endpoint of webhooks that was switched off. */
export function webhookMessage(
  { description, host, link, reason }: WebhookEmail,
  translate: Translate,
): Message {
  const preview = translate(reasons[reason])
  const purpose: Fact[] =
    description === ''
      ? []
      : [
          {
            label: translate('webhookSwitchedOff.description'),
            lines: [isolated(description)],
          },
        ]
  return {
    subject: translate('webhookSwitchedOff.subject', { host }),
    preview,
    title: translate('webhookSwitchedOff.title'),
    blocks: [
      { kind: 'text', text: preview },
      {
        kind: 'facts',
        facts: [
          { label: translate('webhookSwitchedOff.receiver'), lines: [isolated(host)] },
          ...purpose,
        ],
      },
      { kind: 'text', text: translate('webhookSwitchedOff.next') },
      { kind: 'button', label: translate('webhookSwitchedOff.action'), href: platformLink(link) },
    ],
    footer: 'footer.webhook',
  }
}
