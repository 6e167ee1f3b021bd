import { connect } from 'node:net'
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js'

type GetSocket = NonNullable<SMTPPool.Options['getSocket']>

/** The port that a client submits mail to (RFC 8314, 3.3), with encryption from the start or without. */
const defaultPort = (secure: boolean | undefined) => (secure ? 465 : 587)

/**
 * Connects to a mail server so that short lines leave at once. The system would hold each back until
 * the server has confirmed the one before, and servers put that off by a twenty-fifth of a second: it
 * made an email of 3 ms one of 46.
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
