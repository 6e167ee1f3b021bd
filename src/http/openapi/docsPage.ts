import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

import { notFound } from '../../shared/errors/Refusal.ts'
import { jsonType, sendAnswer } from '../answer.ts'
import { EncodedBody } from '../encodedBody.ts'
import { type SendError, sendPayloadError } from '../errors/sendError.ts'
import type { Serve } from '../exchange.ts'
import { addPage } from '../pages/addPage.ts'
import type { Page } from '../pages/page.ts'
import type { CachedPageOptions } from '../pages/serveCachedPage.ts'
import type { Route } from '../route.ts'
import { routeEntry, type RouteTable } from '../routeTable.ts'
import { openApiDocument } from './document.ts'
import type { DescribedMessage } from './messages.ts'

const swaggerUi = path.dirname(
  createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'),
)

const head = `<link rel="icon" href="/api/docs/assets/favicon-32x32.png" />
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css" />`

const body = `<div id="reference"></div>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/reference.js"></script>`

const script = `window.onload = () =>
  SwaggerUIBundle({
    url: '/api/openapi.json',
    dom_id: '#reference',
    deepLinking: true,
    docExpansion: 'list',
    persistAuthorization: true,
    tryItOutEnabled: true,
    // A validator on another server would learn the address of this one.
    validatorUrl: 'none',
  })
`

const docsPage: Page = {
  path: '/api/docs',
  surface: 'reference',
  script: { path: '/api/docs/reference.js', source: script },
  show: () => ({ page: { title: 'API reference', head, body } }),
}

/** Clients keep the document and ask each time whether it has changed: it changes with the server. */
const revalidate = 'no-cache'

const textTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': jsonType,
  '.map': jsonType,
  '.png': 'image/png',
}

/**
 * Serves the files of the page from the installed package, so that the page works without access to the
 * Internet. A file is read when a client asks for it, and stays in memory.
 */
function serveAssets(sendError: SendError): Serve {
  const names = new Set(readdirSync(swaggerUi).filter((name) => path.extname(name) in textTypes))
  const bodies = new Map<string, Promise<EncodedBody>>()
  const load = async (name: string) =>
    new EncodedBody({
      type: textTypes[path.extname(name)]!,
      body: await readFile(path.join(swaggerUi, name)),
      cacheControl: 'public, max-age=3600',
    })
  return async (exchange) => {
    const name = exchange.params['*'] ?? ''
    if (!names.has(name)) return sendError(exchange, notFound())
    let body = bodies.get(name)
    if (!body) bodies.set(name, (body = load(name)))
    sendAnswer(exchange, await (await body).answerFor(exchange.req.headers))
  }
}

/** Adds the document at `/api/openapi.json` and a reference page at `/api/docs`. */
export function addDocs(
  table: RouteTable,
  options: CachedPageOptions & { routes: Route[]; messages: DescribedMessage[] },
): void {
  const { messages, payload, routes } = options
  let document: EncodedBody | undefined
  const name = '/api/openapi.json'
  const file = { kind: 'file', isNoStore: false } as const
  const openApi = routeEntry({
    ...file,
    name,
    serve: async (exchange) => {
      document ??= new EncodedBody({
        type: jsonType,
        body: Buffer.from(JSON.stringify(openApiDocument(payload.config, routes, messages))),
        cacheControl: revalidate,
      })
      sendAnswer(exchange, await document.answerFor(exchange.req.headers))
    },
  })
  table.addBoth(['GET', 'HEAD'], name, openApi)
  addPage(table, docsPage, options)
  const assets = '/api/docs/assets'
  const serve = serveAssets(sendPayloadError(payload))
  const entry = routeEntry({ ...file, name: assets, surface: 'reference', serve })
  table.add(['GET', 'HEAD'], `${assets}/*`, entry)
}
