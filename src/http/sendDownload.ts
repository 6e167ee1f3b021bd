import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { sendAnswer } from './answer.ts'
import type { Exchange } from './exchange.ts'
import type { Download } from './route.ts'

async function* after(first: IteratorResult<string>, rest: AsyncGenerator<string>) {
  if (first.done) return
  yield first.value
  yield* rest
}

const isClosedEarly = (error: unknown) =>
  (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE'

/**
 * Sends a file piece by piece, as fast as the client reads: one piece is in memory. The response begins after the first
 * piece was made, so that an error before it gets a response of its own.
 *
 * @throws what making a piece throws; a client that has left is no error
 */
export async function sendDownload(
  exchange: Exchange,
  { chunks, fileName, type }: Download,
): Promise<void> {
  const { context, req, res } = exchange
  const headers = [
    ...['Content-Type', type],
    ...['Content-Disposition', `attachment; filename="${fileName}"`],
  ]
  if (req.method === 'HEAD') {
    await chunks.return(undefined)
    sendAnswer(exchange, { status: 200, headers })
    return
  }
  const first = await chunks.next()
  context.response.setAll(headers)
  res.writeHead(200, context.response.send())
  try {
    await pipeline(Readable.from(after(first, chunks), { objectMode: true, highWaterMark: 1 }), res)
  } catch (error) {
    if (!isClosedEarly(error)) throw error
  }
}
