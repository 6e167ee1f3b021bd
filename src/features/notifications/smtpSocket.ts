import { connect } from 'node:net'
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js'

type GetSocket = NonNullable<SMTPPool.Options['getSocket']>

/** The port for the submission of mail (RFC 8314, 3.3), with or without TLS from the start. */
const defaultPort = (secure: boolean | undefined) => (secure ? 465 : 587)

/**
 * Connects to a mail server without Nagle's algorithm, so that short lines leave at once. With it, each
 * line waits until the server has acknowledged the one before, which servers delay by 40 ms: an email
 * took 46 ms instead of 3 ms.
 */
export const smtpSocket: GetSocket = ({ host, port, secure, connectionTimeout }, callback) => {
  const socket = connect({
    host: host ?? 'localhost',
    port: port ?? defaultPort(secure),
    noDelay: true,
    keepAlive: true,
  })
  const settle = (error: Error | null) => {
    socket.removeAllListeners().setTimeout(0)
    if (error) socket.destroy()
    callback(error, error ? undefined : { connection: socket })
  }
  socket
    .setTimeout(connectionTimeout ?? 0)
    .once('connect', () => settle(null))
    .once('timeout', () => settle(new Error('The mail server cannot be reached in time')))
    .once('error', settle)
}
