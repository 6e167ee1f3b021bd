import type { Payload } from 'payload'

import { eventually } from './eventually.ts'

export interface Mail {
  to: string
  subject: string
  /** The link in it, and the secret in the link. */
  link: string
  token: string
}

interface Message {
  to?: unknown
  subject?: string
  html?: unknown
  text?: unknown
}

const mailOf = ({ to, subject, html, text }: Message): Mail => {
  const link = /https?:\/\/[^\s"<]+|app:[^\s"<]+/.exec(String(html ?? text))?.[0] ?? ''
  return {
    to: String(to),
    subject: subject ?? '',
    link,
    token: decodeURIComponent(link.split(/[/#=]/).at(-1)!),
  }
}

/** Takes the mails of a platform instead of the mail server, which is not part of it. */
export function mailboxOf(payload: Payload) {
  const mails: Mail[] = []
  const take = (message: Message) => {
    mails.push(mailOf(message))
    return Promise.resolve()
  }
  // Payload's own operations send through the adapter, ours through Payload.
  payload.email.sendEmail = take as typeof payload.email.sendEmail
  payload.sendEmail = take as typeof payload.sendEmail
  return {
    to: (address: string) => mails.filter((mail) => mail.to === address),
    /** Waits for the mail, of that number, to that address. */
    next: async (address: string, number = 1) => {
      const found = () => Promise.resolve(mails.filter((mail) => mail.to === address))
      return (await eventually(found, (all) => all.length >= number))[number - 1]!
    },
  }
}
