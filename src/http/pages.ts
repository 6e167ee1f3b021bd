import express, { type Request, type RequestHandler, type Response } from 'express'

import { sendAnswer } from './answer.ts'
import { EncodedBody } from './encodedBody.ts'
import type { Serve } from './exchange.ts'
import type { ServeByExpress } from './expressHandlers.ts'
import { type HtmlPage, renderPage } from './htmlPage.ts'
import { routeEntry, type RouteTable } from './routeTable.ts'
import type { Surface } from './security/surfaces.ts'

/** The parts of a request that a page depends on. */
export interface PageRequest {
  /** A query parameter; '' when it is missing or given twice. */
  query: (name: string) => string
  /** The first of the languages that the browser accepts; undefined when it accepts none of them. */
  acceptedLanguage: <Language extends string>(
    languages: readonly Language[],
  ) => Language | undefined
}

export interface PageResponse {
  /** 200 without one. */
  status?: number
  page: HtmlPage
}

/** A small page of the server's own, which works without the panel. */
export interface Page {
  path: string
  /** Decides on the security headers. */
  surface: Surface
  /** A script that the page loads: the content security policy allows none within the page. */
  script?: { path: string; source: string }
  /** Whether browsers and proxies must not store the page: it depends on a token in the URL. */
  noStore?: boolean
  show: (request: PageRequest) => PageResponse
  /** Handles the page's own form, which is sent to the same path. */
  submit?: (request: PageRequest) => Promise<PageResponse>
}

/** Bytes that the form of a page may have: forms hold a button alone. */
const maxFormBytes = 1024

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

const pageRequestOf = (req: Request): PageRequest => ({
  query: (name) => {
    const value = req.query[name]
    return typeof value === 'string' ? value : ''
  },
  acceptedLanguage: (languages) =>
    languages.find((language) => language === req.acceptsLanguages([...languages])),
})

const sendPage = (res: Response, { status = 200, page }: PageResponse) =>
  res.status(status).type('html').send(renderPage(page))

/** Adds a page and its script to the table. */
export function addPage(table: RouteTable, page: Page, serveByExpress: ServeByExpress): void {
  const { path, script, surface, show, submit } = page
  const first = page.noStore ? [noStore] : []
  const shared = { surface, isNoStore: false, isCrossOrigin: path.startsWith('/api/') }
  const add = (methods: string[], handlers: RequestHandler[]) => {
    const serve = serveByExpress(...handlers)
    table.addBoth(methods, path, routeEntry({ name: path, kind: 'page', serve, ...shared }))
  }
  const showPage: RequestHandler = (req, res) => void sendPage(res, show(pageRequestOf(req)))
  add(['GET', 'HEAD'], [...first, showPage])
  if (submit) {
    const form = express.urlencoded({ extended: false, limit: maxFormBytes })
    const submitPage: RequestHandler = async (req, res) => {
      sendPage(res, await submit(pageRequestOf(req)))
    }
    add(['POST'], [...first, form, submitPage])
  }
  if (script) {
    const { path: name, source } = script
    const type = 'text/javascript; charset=utf-8'
    const body = new EncodedBody({ type, body: Buffer.from(source), cacheControl: 'no-cache' })
    const serve: Serve = async (exchange) =>
      sendAnswer(exchange, await body.answerFor(exchange.req.headers))
    table.addBoth(['GET', 'HEAD'], name, routeEntry({ name, kind: 'page', serve, ...shared }))
  }
}
