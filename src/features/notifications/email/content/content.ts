/** What an email says, before it is set in HTML or in plain text. Every string is text, never markup. */

/** The platform's name, as the panel has it. */
export const brand = 'Robo Events'

export type Tone = 'good' | 'waiting' | 'bad' | 'plain'

export interface Fact {
  label: string
  /** The first counts most. */
  lines: string[]
  /** A code, to be read out or typed: set in emails that are told apart. */
  code?: boolean
}

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'quote'; label: string; text: string }
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'change'; label: string; before: string; now: string }
  | { kind: 'button'; label: string; href: string }
  /** An event that fills; `share` is the part of its places that is taken, 0 to 1. */
  | { kind: 'fill'; title: string; lines: string[]; share: number }

/** What a kind of email says of its own. */
export interface Message {
  subject: string
  /** What an inbox shows beside the subject. */
  preview: string
  status?: { text: string; tone: Tone }
  title: string
  blocks: Block[]
  /** Why somebody gets it. */
  footer: 'footer.registration' | 'footer.account' | 'footer.digest'
}

export interface Content extends Omit<Message, 'footer'> {
  greeting: string
  footer: string
  unsubscribe?: { label: string; href: string }
}
