import { type ParsedMail, simpleParser } from 'mailparser'

import { eventually } from './eventually.ts'
import type { MailServer } from './mailServer.ts'

/** An email as a mail program reads it, with its calendar as text. */
export type ReceivedEmail = ParsedMail & { calendar: string | undefined }

const open = async (source: string): Promise<ReceivedEmail> => {
  const mail = await simpleParser(source)
  const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')
  return Object.assign(mail, { calendar: calendar?.content.toString() })
}

/** The emails that a mail server has received, parsed. */
export const receivedEmails = ({ received }: MailServer) => ({
  /** The emails to an address whose subject begins with `subject`, in order. */
  emails: async (address: string, subject: string): Promise<ReceivedEmail[]> => {
    const mine = received.filter(({ to }) => to.includes(address))
    const opened = await Promise.all(mine.map(({ source }) => open(source)))
    return opened.filter((mail) => mail.subject?.startsWith(subject))
  },
  /** Waits for the email with that number, from 1. */
  async next(address: string, subject: string, number = 1): Promise<ReceivedEmail> {
    const found = await eventually(
      () => this.emails(address, subject),
      (emails) => emails.length >= number,
      10_000,
    )
    return found[number - 1]!
  },
})
