/**
 * A baseline: an Express server that reads the body, checks the token and responds, and does nothing
 * else. Its secret is a key object: `jsonwebtoken` tries to read a text as a public key first, which
 * takes most of a check.
 */
import express from 'express'
import jwt, { type JwtPayload } from 'jsonwebtoken'
import { createSecretKey } from 'node:crypto'

const secret = createSecretKey(process.env.TOKEN_SECRET!, 'utf8')
const app = express()

app.get('/api/health/live', (_req, res) => {
  res.json({ status: 'live' })
})
app.use(express.json())
app.post('/api/v1/events/:id/register/', (req, res) => {
  const token = req.headers.authorization?.slice('Bearer '.length) ?? ''
  const claims = jwt.verify(token, secret, { algorithms: ['HS256'] }) as JwtPayload
  const { seats } = req.body as { seats: number }
  res.json({
    status: 'registered',
    registration: { event: Number(req.params.id), user: claims.sub, seats },
  })
})
app.listen(Number(process.env.PORT), '127.0.0.1')
