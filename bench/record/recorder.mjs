import { Agent, request } from 'node:http'

/** Replaces what differs at each run: ids, times, tokens, tags, ticket codes. */
const normalise = (text) =>
  text
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<uuid>')
    // The session's own dates lie in the 2030s; all others come from the clock.
    .replace(/202\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/"(ticket_code|ticketCode)":"[0-9A-Z]{26}"/g, '"$1":"<ticket>"')
    .replace(/\w{3}, \d\d \w{3} 20\d\d \d\d:\d\d:\d\d GMT/g, '<date>')
    .replace(/"[\w-]{16}-[\w-]{16}(-br|-gzip)?"/g, '"<tag>$1"')
    .replace(/"(?=[\w-]*[A-Z])[\w-]{22}(-br|-gzip)?"/g, '"<tag>$1"')
    .replace(/nonce-[\w+/=-]+/g, 'nonce-<nonce>')
    .replace(/;t=\d+/g, ';t=<seconds>')
    .replace(/(retry-after): \d+/gi, '$1: <seconds>')
    .replace(/s-maxage=\d+/g, 's-maxage=<seconds>')
    .replace(/"exp":\d+/g, '"exp":<time>')
    .replace(/"(iat|sid)":[^,}]+/g, '"$1":<session>')
    .replace(/(?<![\w-])[\w-]+-[0-9a-f]{8,}\.(png|jpg|webp)/g, '<file>.$1')

const differsAlways = /^(date|x-request-id|content-length)$/i

/** The header lines in the order in which they were sent. */
function headerLines({ rawHeaders }) {
  const lines = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const value = differsAlways.test(rawHeaders[i]) ? '<any>' : rawHeaders[i + 1]
    lines.push(`${rawHeaders[i]}: ${value}`)
  }
  return lines.join('\n')
}

const isText = ({ headers }) =>
  !headers['content-encoding'] && !/image/.test(headers['content-type'] ?? '')

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Sends requests over one connection and writes down each answer.
 *
 * @param base the server's URL
 * @returns `send(method, path, { headers, body, raw, onlyHead })` and the `records` until now. `body`
 *   is sent as JSON, `raw` as it is; with `onlyHead` the body of the answer is not written down
 */
export function createRecorder(base) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const records = []
  const { host } = new URL(base)

  const record = (title, res, body) => {
    const text = `${title}\n${res.statusCode}\n${headerLines(res)}\n\n${body}\n`
    records.push(normalise(text.replaceAll(host, '<host>')))
  }

  const send = (method, path, { headers = {}, body, raw, onlyHead = false } = {}) => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const described = {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(content === undefined ? {} : { 'Content-Length': Buffer.byteLength(content) }),
      ...headers,
    }
    return new Promise((resolve, reject) => {
      const sent = request(`${base}${path}`, { method, agent, headers: described }, async (res) => {
        const chunks = []
        for await (const chunk of res) chunks.push(chunk)
        const text = isText(res) ? Buffer.concat(chunks).toString() : '<bytes>'
        record(`#${records.length + 1} ${method} ${path}`, res, onlyHead ? '<not compared>' : text)
        resolve({ status: res.statusCode, headers: res.headers, json: parsed(text) })
      })
      sent.on('error', reject)
      sent.end(content)
    })
  }

  return { send, records, close: () => agent.destroy() }
}

/** Sends each combination of the requests and the callers. */
export async function sendAll(send, method, paths, callers = [{}], options = {}) {
  for (const path of paths) {
    for (const headers of callers) await send(method, path, { ...options, headers })
  }
}
