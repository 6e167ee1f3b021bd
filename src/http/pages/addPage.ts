import { notFound } from '../../shared/errors/Refusal.ts'
import { sendAnswer } from '../answer.ts'
import { EncodedBody } from '../encodedBody.ts'
import type { Exchange, RouteEntry, Serve } from '../exchange.ts'
import { inContext } from '../inContext.ts'
import { routeEntry, type RouteTable } from '../routeTable.ts'
import type { Page } from './page.ts'
import { pageRequestOf } from './pageRequest.ts'
import { sendPage, sendPageError } from './sendPage.ts'
import { type CachedPageOptions, serveCachedPage } from './serveCachedPage.ts'

/** Bytes of the form of a page that says nothing else: it holds a button alone. */
const buttonBytes = 1024

function addScript(table: RouteTable, { path, source }: NonNullable<Page['script']>, entry: Entry) {
  const type = 'text/javascript; charset=utf-8'
  const body = new EncodedBody({ type, body: Buffer.from(source), cacheControl: 'no-cache' })
  const serve: Serve = async (exchange) =>
    sendAnswer(exchange, await body.answerFor(exchange.req.headers))
  table.addBoth(['GET', 'HEAD'], path, routeEntry({ ...entry, name: path, serve }))
}

type Entry = Pick<RouteEntry, 'isCrossOrigin' | 'isNoStore' | 'kind' | 'surface'>

/** The name of a path in the log, such as `/events/{id}`. */
const nameOf = (path: string) => path.replace(/:(\w+)/g, '{$1}')

/** Adds a page and its script to the table. */
export function addPage(table: RouteTable, page: Page, options: CachedPageOptions): void {
  const { path, cached, isOn, script, show, submit, maxFormBytes = buttonBytes } = page
  const { PUBLIC_URL: publicUrl } = options.env
  const sendError = sendPageError(options.payload, page, publicUrl)
  const entry: Entry = {
    kind: 'page',
    surface: page.surface,
    isNoStore: page.noStore ?? false,
    isCrossOrigin: path.startsWith('/api/'),
  }
  const whileOn = (serve: Serve): Serve =>
    isOn ? (exchange) => (isOn() ? serve(exchange) : sendError(exchange, notFound())) : serve
  const add = (methods: string[], serve: Serve) =>
    table.addBoth(
      methods,
      path,
      routeEntry({ ...entry, name: nameOf(path), serve: whileOn(serve) }),
    )
  const served = (serve: (exchange: Exchange) => Promise<void>) => inContext(serve, sendError)

  if (cached) add(['GET', 'HEAD'], serveCachedPage(cached, sendError, options))
  if (show) {
    const showPage = async (exchange: Exchange) =>
      sendPage(exchange, await show(await pageRequestOf(exchange, publicUrl)))
    add(['GET', 'HEAD'], served(showPage))
  }
  if (submit) {
    const submitPage = async (exchange: Exchange) =>
      sendPage(exchange, await submit(await pageRequestOf(exchange, publicUrl, maxFormBytes)))
    add(['POST'], served(submitPage))
  }
  if (script) addScript(table, script, { ...entry, isNoStore: false })
}
