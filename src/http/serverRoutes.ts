import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { notFound, unreadableUrl } from '../shared/errors/Refusal.ts'
import type { Exposition } from '../observability/exposition.ts'
import { jsonAnswer, sendAnswer } from './answer.ts'
import { sendPayloadError, sendV1Error } from './errors/sendError.ts'
import type { RouteEntry, Serve } from './exchange.ts'
import { addProbes } from './health/probes.ts'
import { inContext } from './inContext.ts'
import { addMetrics } from './metricsEndpoint.ts'
import { addDocs } from './openapi/docsPage.ts'
import type { DescribedMessage } from './openapi/messages.ts'
import { serveOtherMethods } from './otherMethods.ts'
import { addPage } from './pages/addPage.ts'
import type { Page } from './pages/page.ts'
import { sendPage, sendPageError } from './pages/sendPage.ts'
import type { Panel } from './panel.ts'
import { isPanelPath, sendAsNotFound } from './panelPaths.ts'
import { addGraphql } from './payload/graphql/graphqlRoutes.ts'
import { addRest } from './payload/restRoutes.ts'
import type { PayloadRoutesOptions } from './payload/servedByPayload.ts'
import { routeEntry, RouteTable } from './routeTable.ts'
import { addFile, type StaticFile } from './staticFile.ts'
import { addV1, type V1Options } from './v1.ts'

export interface ServerRoutesOptions extends V1Options, PayloadRoutesOptions {
  env: Env
  payload: Payload
  /** Without a panel the server serves the APIs alone. */
  panel?: Panel
  pages: Page[]
  /** Where `/` leads to at this moment; undefined when it is an unknown path. */
  home: () => string | undefined
  /** Shows a browser that an address is unknown. Without it the panel does, or the answer is data. */
  unknownPage?: Pick<Page, 'showError'>
  /** The messages of webhooks, for the OpenAPI document. */
  messages: DescribedMessage[]
  files: StaticFile[]
  isDraining?: () => boolean
  /** The text of the metrics; undefined when nothing is measured. */
  exposition?: Exposition
}

const never = () => false

/** Answers every path for which no entry stands, in a server without public pages and without a panel. */
const unknown = routeEntry({
  name: 'unmatched',
  kind: 'none',
  isNoStore: false,
  isCrossOrigin: false,
  serve: (exchange) => sendAnswer(exchange, jsonAnswer(404, { detail: 'Not found.' })),
})

const panelName = '/admin'

function panelEntry(payload: Payload, panel: Panel) {
  return routeEntry({
    name: 'unmatched',
    kind: 'panel',
    surface: 'panel',
    isCrossOrigin: false,
    isNoStore: false,
    serve: inContext(({ req, res, context, entry, params, isDecodable }) => {
      // Next would answer it with 500.
      if (!isDecodable) throw unreadableUrl()
      context.response.handOver(res)
      if (entry.name === panelName && !isPanelPath(payload.config, params['*'] ?? '')) {
        sendAsNotFound(res)
      }
      return panel.handle(req, res)
    }, sendPayloadError(payload)),
  })
}

/** Names the folders of the panel. All files of a folder have the name of the folder. */
function addPanel(table: RouteTable, panel: RouteEntry) {
  const admin = { ...panel, name: panelName }
  const next: RouteEntry = { ...panel, name: '/_next', surface: 'api' }
  table
    .add(['*'], '/admin', admin)
    .add(['*'], '/admin/*', admin)
    .add(['*'], '/_next/*', next)
    .add(['*'], '/icon.svg', next)
    // Next's own requests while the panel is developed.
    .add(['*'], '/__nextjs_*', next)
}

const site = { kind: 'page', surface: 'site', isCrossOrigin: false, isNoStore: false } as const

/** Sends who asks for the root of the server to its first page. */
function addHome(table: RouteTable, home: () => string | undefined, unmatched: RouteEntry) {
  const serve: Serve = (exchange) => {
    const location = home()
    if (location === undefined) return unmatched.serve(exchange)
    return sendPage(exchange, { status: 302, location })
  }
  table.add(['GET', 'HEAD'], '/', routeEntry({ ...site, name: '/', serve }))
}

/** Answers paths for which no entry stands: browsers get the site's page for errors, all others data. */
function unknownOnSite({ env, payload }: ServerRoutesOptions, page: Pick<Page, 'showError'>) {
  const sendData = sendV1Error(payload)
  const showError = sendPageError(payload, page, env.PUBLIC_URL)
  const serve: Serve = (exchange) => {
    const isForBrowser = exchange.req.headers.accept?.includes('text/html') === true
    const error = exchange.isDecodable ? notFound() : unreadableUrl()
    return isForBrowser ? showError(exchange, error) : sendData(exchange, error)
  }
  return routeEntry({ ...site, name: unknown.name, isNoStore: true, serve })
}

/** Every route of the server, in one table. What no entry takes is unknown to the site, else to the panel. */
export function createRouteTable(options: ServerRoutesOptions): RouteTable {
  const { env, payload, panel, pages, exposition, isDraining = never } = options
  const ofPanel = panel && panelEntry(payload, panel)
  const fallback = options.unknownPage
    ? unknownOnSite(options, options.unknownPage)
    : (ofPanel ?? unknown)
  const table = new RouteTable(fallback)
  addV1(table, options)
  addGraphql(table, options)
  addRest(table, options)
  addProbes(table, payload, isDraining)
  addDocs(table, options)
  for (const file of options.files) addFile(table, file)
  for (const page of pages) addPage(table, page, options)
  if (exposition && env.METRICS_TOKEN) addMetrics(table, exposition, env.METRICS_TOKEN)
  if (ofPanel) addPanel(table, ofPanel)
  addHome(table, options.home, fallback)
  const sendError = sendPayloadError(payload)
  return table.addOthers((methods, one) => ({
    ...one,
    serve: serveOtherMethods(methods, sendError),
  }))
}
