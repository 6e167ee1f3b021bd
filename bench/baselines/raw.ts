/** A baseline: the least work that a Node server can do, so an upper bound for every other server. */
import { createServer } from 'node:http'

const body = JSON.stringify({ status: 'registered' })

createServer((_req, res) => {
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
  res.end(body)
}).listen(Number(process.env.PORT), '127.0.0.1')
