import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerAddress } from 'smtp-server'

export interface ReceivedMail {
  to: string[]
  /** As it was transferred (RFC 5322). */
  source: string
  messageId: string
  at: Date
}

export interface MailServer {
  url: string
  received: ReceivedMail[]
  /** Sets the refusal of a recipient, or undefined for an accepted one. */
  refuse: (answer: (address: string) => { code: number; message: string } | undefined) => void
  stop: () => Promise<void>
}

const refusalOf = ({ code, message }: { code: number; message: string }) =>
  Object.assign(new Error(message), { responseCode: code })

/** A real SMTP server that stores the emails it receives. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let answer: (address: string) => { code: number; message: string } | undefined = () => undefined
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    // When the server stops, idle clients have 100 milliseconds to close their connections.
    closeTimeout: 100,
    onRcptTo: ({ address }: SMTPServerAddress, _session, callback) => {
      const refusal = answer(address)
      callback(refusal ? refusalOf(refusal) : null)
    },
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString()
        const messageId = /^message-id:\s*(<[^>]+>)/im.exec(source)?.[1] ?? ''
        received.push({
          to: envelope.rcptTo.map(({ address }) => address),
          source,
          messageId,
          at: new Date(),
        })
        callback()
      })
    },
  })
  // Some tests kill a client in the middle of an email.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: (given) => (answer = given),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
