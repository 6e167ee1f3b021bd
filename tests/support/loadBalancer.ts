import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A response, or the name of the error. */
export interface Outcome {
  status?: number
  error?: string
  body: string
}

interface Sending {
  method?: string
  headers?: Record<string, string>
  body?: string
}

interface Member {
  url: string
  isReady: boolean
  agent: Agent
}

/** Milliseconds between two health checks of a server. */
const checkEveryMs = 20

function sendTo({ url, agent }: Member, path: string, { method = 'GET', headers, body }: Sending) {
  return new Promise<Outcome>((resolve) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const sent = request(
      `${url}${path}`,
      { method, agent, headers: { ...headers, ...length } },
      (res) => {
        let text = ''
        res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        res.on('end', () => resolve({ status: res.statusCode, body: text }))
        res.on('error', () => resolve({ error: 'cut off', body: text }))
      },
    )
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ error: error.code ?? error.message, body: '' }),
    )
    sent.end(body)
  })
}

/**
 * Distributes requests over several servers, as load balancers do. It checks the health of each and
 * sends each request to the next ready one, on open connections. It sends a request again only when
 * a server refuses the connection, because then nothing was sent. Other errors are reported.
 */
export class LoadBalancer {
  private readonly members: Member[]
  private next = 0
  private isOpen = true

  constructor(urls: string[]) {
    this.members = urls.map((url) => ({
      url,
      isReady: true,
      agent: new Agent({ keepAlive: true }),
    }))
    for (const member of this.members) void this.watch(member)
  }

  private async watch(member: Member) {
    const asking = { ...member, agent: new Agent() }
    while (this.isOpen) {
      const { status } = await sendTo(asking, '/api/health/ready', {})
      member.isReady = status === 200
      await sleep(checkEveryMs)
    }
  }

  /** How many servers take requests. */
  get ready(): number {
    return this.members.filter(({ isReady }) => isReady).length
  }

  async untilReady(count: number, seconds = 20): Promise<void> {
    for (const deadline = Date.now() + seconds * 1000; this.ready !== count;) {
      if (Date.now() > deadline) throw new Error(`${this.ready} servers are ready, not ${count}`)
      await sleep(5)
    }
  }

  async send(path: string, sending: Sending = {}): Promise<Outcome> {
    let outcome: Outcome | undefined
    for (let tries = 0; tries < 3; tries += 1) {
      const ready = this.members.filter(({ isReady }) => isReady)
      const among = ready.length > 0 ? ready : this.members
      const member = among[(this.next += 1) % among.length]!
      outcome = await sendTo(member, path, sending)
      if (outcome.error !== 'ECONNREFUSED') return outcome
    }
    return outcome!
  }

  close(): void {
    this.isOpen = false
    for (const { agent } of this.members) agent.destroy()
  }
}
