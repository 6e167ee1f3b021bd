import { once } from 'node:events'
import { connect } from 'node:net'

import { type Attack, from } from './types.ts'

const atOnce = 200

const [[name, address]] = Object.entries(from('203.0.113.1')) as [[string, string]]
const request =
  'GET /api/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n' +
  `${name}: ${address}\r\n\r\n`

async function sendOne(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.end(request)
  socket.resume()
  await Promise.race([once(socket, 'close'), new Promise((done) => setTimeout(done, 5000))])
  socket.destroy()
}

export const upgrade: Attack = {
  name: 'upgrade',
  title: `${atOnce} connections at once ask for another protocol`,
  run: async ({ url, signal }) => {
    const client = async () => {
      while (!signal.aborted) await sendOne(url)
    }
    await Promise.all(Array.from({ length: atOnce }, client))
  },
}
