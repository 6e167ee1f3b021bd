import { nodemailerAdapter } from '@payloadcms/email-nodemailer'
import nodemailer from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool/index.js'
import path from 'node:path'
import type { Socket } from 'node:net'
import type { Config, EmailAdapter, Payload } from 'payload'

import { MailFolder } from './mailFolder.ts'
import { type Env, readEnv } from '../../runtime/env/env.ts'
import { servicesOf } from '../../shared/services.ts'
import { socketsWithoutDelay } from './smtpSocket.ts'

/** How long to wait for a mail server, in milliseconds. An email that fails is retried later. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Milliseconds for one email, with the wait for a connection. A server that answers slowly gets no more. */
const sendMs = 120_000

/** The most emails over one connection: some servers require a new connection after that. */
const maxMessages = 100

export const mailFolder = () => new MailFolder(path.join(readEnv().DATA_DIR, 'mail'))

interface Message {
  to?: unknown
  subject?: string
  text?: string
  html?: string
  icalEvent?: unknown
}

const addressOf = (to: unknown) =>
  typeof to === 'string' ? to : (to as { address: string }).address

const folderDefaults = (env: Env) => ({
  name: 'folder',
  defaultFromAddress: env.MAIL_FROM,
  defaultFromName: env.MAIL_FROM_NAME,
})

declare module '../../shared/services.ts' {
  interface Services {
    /** The connections to `SMTP_URL`; undefined without it. */
    mailTransport?: nodemailer.Transporter
  }
}

/** @throws {Error} when the mail server does not take the email in time; its connections are then closed */
async function sendInTime<Sent>(sending: Promise<Sent>, sockets: Set<Socket>): Promise<Sent> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
      reject(new Error(`The mail server did not take the email within ${sendMs / 1000} seconds`))
    }, sendMs)
  })
  return Promise.race([sending, tooLate]).finally(() => clearTimeout(timer))
}

async function smtpAdapter(env: Env): Promise<EmailAdapter> {
  const sockets = new Set<Socket>()
  const options = {
    pool: true as const,
    url: env.SMTP_URL,
    maxConnections: env.MAIL_CONCURRENCY,
    maxMessages,
    // The queue tries again. The pool would do it for ever, with a server that always hangs up.
    maxRequeues: 0,
    getSocket: socketsWithoutDelay(sockets),
    ...timeouts,
  }
  const pool = new SMTPPool(options)
  const transport = nodemailer.createTransport(pool)
  const adapter = await nodemailerAdapter({
    defaultFromAddress: env.MAIL_FROM,
    defaultFromName: env.MAIL_FROM_NAME,
    skipVerify: true,
    transport,
  })
  return (args) => {
    servicesOf(args.payload).mailTransport = transport
    const connected = adapter(args)
    return {
      ...connected,
      sendEmail: (message) => sendInTime(connected.sendEmail(message), sockets),
    }
  }
}

/** Closes the connections to the mail server. */
export const closeMail = (payload: Payload): void => servicesOf(payload).mailTransport?.close()

/**
 * Payload's email adapter: it sends through `SMTP_URL`. Without `SMTP_URL` it stores emails in
 * `DATA_DIR/mail` and logs each one. The connection is opened with the first email, so the platform
 * starts while the mail server is down.
 */
export function mailAdapter(env: Env): NonNullable<Config['email']> {
  if (env.SMTP_URL) return smtpAdapter(env)
  return ({ payload }) => ({
    ...folderDefaults(env),
    sendEmail: async (message) => {
      const { to, subject = '', text, html, icalEvent } = message as Message
      const calendar = (icalEvent as { content: string } | undefined)?.content
      const file = await mailFolder().store({
        to: addressOf(to),
        subject,
        text: text ?? '',
        html: html ?? '',
        calendar,
      })
      payload.logger.info(
        // Without the recipient, whose address is in the name of the file.
        `Without SMTP_URL no email is sent. The newest in ${path.relative('.', path.dirname(file))} is this one`,
      )
    },
  })
}
