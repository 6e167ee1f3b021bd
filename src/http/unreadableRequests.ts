import { type Server, STATUS_CODES } from 'node:http'

import type { HttpSocket } from './httpSocket.ts'

interface Unreadable {
  status: number
  detail: string
}

const malformed: Unreadable = { status: 400, detail: 'The request cannot be read as HTTP.' }

/** What to say to an error of Node's parser; the statuses are Node's own. */
const answers: Record<string, Unreadable> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The address and the headers are too long.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The body is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request took too long to arrive.' },
}

function responseTo({ code = '' }: NodeJS.ErrnoException): string {
  const { status, detail } = answers[code] ?? malformed
  // Nobody knows the route: `detail` is for the clients of v1, `errors` for those of Payload.
  const body = JSON.stringify({ detail, errors: [{ message: detail }] })
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

/**
 * Answers requests that Node cannot parse, as Node does by itself, but with a body: clients show its text,
 * and the API document promises one.
 */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error, stream) => {
    const socket = stream as HttpSocket
    if (socket.writable && !socket._httpMessage?.headersSent) socket.write(responseTo(error))
    socket.destroySoon()
  })
}
