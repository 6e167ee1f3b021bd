import { nodemailerAdapter } from '@payloadcms/email-nodemailer'
import nodemailer from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool/index.js'
import path from 'node:path'
import type { Config, EmailAdapter, Payload } from 'payload'

import { MailFolder } from './mailFolder.ts'
import { type Env, readEnv } from '../../runtime/env/env.ts'
import { servicesOf } from '../../shared/services.ts'
import { smtpSocket } from './smtpSocket.ts'

/** How long to wait for a mail server, in milliseconds. An email that fails is retried later. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

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

async function smtpAdapter(env: Env): Promise<EmailAdapter> {
  const pool = new SMTPPool({
    pool: true,
    url: env.SMTP_URL,
    maxConnections: env.MAIL_CONCURRENCY,
    maxMessages,
    getSocket: smtpSocket,
    ...timeouts,
  })
  const transport = nodemailer.createTransport(pool)
  const adapter = await nodemailerAdapter({
    defaultFromAddress: env.MAIL_FROM,
    defaultFromName: env.MAIL_FROM_NAME,
    skipVerify: true,
    transport,
  })
  return (args) => {
    servicesOf(args.payload).mailTransport = transport
    return adapter(args)
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
        `Without SMTP_URL no email is sent. This one is in ${path.relative('.', file)}`,
      )
    },
  })
}
