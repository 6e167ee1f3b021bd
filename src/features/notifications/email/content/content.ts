/** The content of an email, before it becomes HTML or plain text. Every string is text, never markup. */

export type Tone = 'good' | 'waiting' | 'bad' | 'plain'

export interface Fact {
  label: string
  /** The most important line comes first. */
  lines: string[]
  /** Whether this is a code to read out or type. It is shown in a monospaced font. */
  code?: boolean
}

export interface Link {
  text: string
  href: string
}

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'quote'; label: string; text: string }
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'change'; label: string; before: string; now: string }
  | { kind: 'button'; label: string; href: string }
  /** A few links that do the same in different programs. */
  | { kind: 'links'; label: string; links: Link[] }
  /** How full an event is. `share` is the part of its places that is taken, from 0 to 1. */
  | { kind: 'fill'; title: string; lines: string[]; share: number }

/** The part of the content that depends on the kind of email. */
export interface Message {
  subject: string
  /** The text that an inbox shows after the subject. */
  preview: string
  status?: { text: string; tone: Tone }
  title: string
  blocks: Block[]
  /** Why the recipient gets this email. */
  footer: 'footer.registration' | 'footer.account' | 'footer.digest' | 'footer.webhook'
}

export interface Content extends Omit<Message, 'footer'> {
  greeting: string
  footer: string
  unsubscribe?: { label: string; href: string }
}
