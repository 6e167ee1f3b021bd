import type { Refusal } from '../../../shared/errors/Refusal.ts'
import { en, type MessageKey } from './messages/en.ts'
import type { Translate } from './messages/translate.ts'

/** The refusals that need nothing but their code. */
type PlainKey = Exclude<
  Extract<MessageKey, `refusal.${string}`>,
  'refusal.throttled' | 'refusal.other' | 'refusal.event_opens' | 'refusal.event_closed'
>

const isPlain = (key: string): key is PlainKey => key in en

/** Why a use case refused, in a sentence in the reader's language. */
export function refusalText({ code, headers, message }: Refusal, text: Translate): string {
  if (code === 'throttled') {
    const seconds = Number(headers['Retry-After'] ?? 60)
    return text('refusal.throttled', { minutes: Math.max(1, Math.ceil(seconds / 60)) })
  }
  const key = `refusal.${code}`
  return isPlain(key) ? text(key) : text('refusal.other', { detail: message })
}
