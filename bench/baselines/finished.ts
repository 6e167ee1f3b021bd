/**
 * A baseline: sends the same bytes and headers as the platform, from memory, and does nothing else.
 * `WITH=express` or `WITH=http`. It requests each path from the platform once.
 */
import express from 'express'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'

interface Finished {
  headers: Record<string, string>
  body: Buffer
}

/** Headers of the connection, not of the response. */
const ofConnection = new Set(['date', 'connection', 'keep-alive'])

const platform = process.env.PLATFORM!
const stored = new Map<string, Finished>()

async function bytesOf(response: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const fetchOnce = (path: string, encoding: string) =>
  new Promise<Finished>((resolve, reject) => {
    get(platform + path, { headers: { 'accept-encoding': encoding } }, (response) => {
      const headers = Object.entries(response.headersDistinct)
        .filter(([name]) => !ofConnection.has(name))
        .map(([name, values]) => [name, values!.join(', ')])
      bytesOf(response).then((body) => {
        resolve({ headers: Object.fromEntries(headers) as Record<string, string>, body })
      }, reject)
    }).on('error', reject)
  })

async function finished({ url, headers }: IncomingMessage): Promise<Finished> {
  const made = await fetchOnce(url!, headers['accept-encoding'] ?? 'identity')
  stored.set(url!, made)
  return made
}

const live = '/api/health/live'

function withExpress() {
  const app = express()
  app.get(live, (_req, res) => void res.json({ status: 'live' }))
  app.get(['/api/v1/events/', '/api/v1/events/:id/'], async (req, res) => {
    const { headers, body } = stored.get(req.url) ?? (await finished(req))
    res.set(headers).send(body)
  })
  return app
}

const withHttp = (req: IncomingMessage, res: ServerResponse) => {
  const made = stored.get(req.url!)
  if (made) res.writeHead(200, made.headers).end(made.body)
  else if (req.url === live) res.end('{}')
  else void finished(req).then(({ headers, body }) => res.writeHead(200, headers).end(body))
}

createServer(process.env.WITH === 'express' ? withExpress() : withHttp).listen(
  Number(process.env.PORT),
  '127.0.0.1',
)
