import type { Payload } from 'payload'

import { poolOf } from './pool.ts'
import { eventually } from './eventually.ts'

/** The subjects of the emails that tests wait for. */
export const subjects = {
  welcome: 'Welcome to Robo Events',
  confirmEmail: 'Confirm your email address',
  setPassword: 'Set a new password',
  eventChanged: 'Changed: Bolt Bowl',
} as const
export type Email = keyof typeof subjects

export interface Mail {
  to: string
  subject: string
  /** The first link in it, and the secret in the link. */
  link: string
  token: string
  headers: Record<string, string>
}

interface Message {
  to?: unknown
  subject?: string
  text?: unknown
  headers?: unknown
}

const mailOf = ({ to, subject = '', text, headers }: Message): Mail => {
  // Plain text has each link on a line of its own.
  const link = /^(?:https?|app):\S+$/m.exec(String(text))?.[0] ?? ''
  return {
    to: (to as { address: string }).address,
    subject,
    link,
    token: decodeURIComponent(link.split(/[/#=]/).at(-1)!),
    headers: headers as Record<string, string>,
  }
}

/** Milliseconds after which an email that failed once has been sent again. */
const timeoutMs = 15_000

/**
 * Receives the emails of a platform instead of a mail server. The worker sends them, so the platform
 * must be started with one.
 */
export function mailboxOf(payload: Payload) {
  const mails: Mail[] = []
  payload.sendEmail = (message) => {
    mails.push(mailOf(message))
    return Promise.resolve()
  }
  const to = (address: string, email: Email) =>
    mails.filter((mail) => mail.to === address && mail.subject === subjects[email])
  const waits = async () => {
    const { rows } = await poolOf(payload).query<{ waits: boolean }>(
      `SELECT EXISTS (SELECT FROM outbox WHERE relayed_at IS NULL) OR EXISTS (
         SELECT FROM graphile_worker.jobs WHERE task_identifier IN ('sendEmail', 'announceChange')
       ) AS waits`,
    )
    return rows[0]!.waits
  }
  return {
    to,
    /** Waits for the email of that kind to that address, the `number`th from 1. */
    next: async (address: string, email: Email, number = 1) => {
      const found = () => Promise.resolve(to(address, email))
      return (await eventually(found, (all) => all.length >= number, timeoutMs))[number - 1]!
    },
    /** Waits until the emails of all changes so far are sent. */
    untilQuiet: () => eventually(waits, (busy) => !busy, timeoutMs),
  }
}
