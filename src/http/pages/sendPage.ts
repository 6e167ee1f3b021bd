import type { Payload } from 'payload'

import { toRefusal } from '../../shared/errors/toRefusal.ts'
import { runWithContext } from '../../shared/requestContext.ts'
import { type Answer, sendAnswer, textAnswer } from '../answer.ts'
import { apiErrorFor, type SendError, sendPayloadError, unlessBegun } from '../errors/sendError.ts'
import type { Exchange } from '../exchange.ts'
import type { HeaderList } from '../responseHeaders.ts'
import { renderPage } from './htmlPage.ts'
import { OtherResponse, type Page, type PageFile, type PageResponse } from './page.ts'
import { pageRequestOf } from './pageRequest.ts'

export const htmlType = 'text/html; charset=utf-8'

const fileAnswer = ({ content, name, type }: PageFile, headers: HeaderList): Answer => {
  const length = String(Buffer.byteLength(content))
  const own = ['Content-Type', type, 'Content-Length', length]
  if (name !== undefined) own.push('Content-Disposition', `attachment; filename="${name}"`)
  return { status: 200, headers: [...own, ...headers], body: content }
}

/** Sends a page, a file, or the way to another page. */
export function sendPage(exchange: Exchange, response: PageResponse): void {
  const { headers = [] } = response
  if ('location' in response) {
    const { location, status } = response
    const way = ['Location', location, 'Content-Length', '0', ...headers]
    return sendAnswer(exchange, { status, headers: way })
  }
  if ('file' in response) return sendAnswer(exchange, fileAnswer(response.file, headers))
  const { page, status = 200 } = response
  const html = typeof page === 'string' ? page : renderPage(page)
  return sendAnswer(exchange, textAnswer(status, htmlType, html, headers))
}

/** Makes the function that sends errors of pages: as a page, or as data when the page has none for errors. */
export function sendPageError(
  payload: Payload,
  { showError }: Pick<Page, 'showError'>,
  publicUrl: string | undefined,
): SendError {
  const sendData = sendPayloadError(payload)
  if (!showError) return sendData

  async function show(exchange: Exchange, error: unknown) {
    const { body, headers = {}, status } = apiErrorFor(payload, exchange, toRefusal(error) ?? error)
    const about = { status, detail: String(body.detail), requestId: exchange.context.id }
    const response = await showError!(about, await pageRequestOf(exchange, publicUrl))
    const noStore = ['Cache-Control', 'private, no-store', ...Object.entries(headers).flat()]
    sendPage(exchange, { ...response, headers: [...noStore, ...(response.headers ?? [])] })
  }

  return unlessBegun((exchange, error) => {
    if (error instanceof OtherResponse) sendPage(exchange, error.response)
    // Without a host that can be read there is no page.
    else
      runWithContext(exchange.context, () => show(exchange, error)).catch(() =>
        sendData(exchange, error),
      )
  })
}
