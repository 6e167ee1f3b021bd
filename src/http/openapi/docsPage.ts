import express from 'express'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Payload } from 'payload'

import { jsonType, sendAnswer, textAnswer } from '../answer.ts'
import type { ServeByExpress } from '../expressHandlers.ts'
import { type Page, addPage } from '../pages.ts'
import type { Route } from '../route.ts'
import { routeEntry, type RouteTable } from '../routeTable.ts'
import { openApiDocument } from './document.ts'

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

/**
 * Adds the document at `/api/openapi.json` and a reference page at `/api/docs`. The page's files come
 * from an installed package, so that the page works without access to the Internet.
 */
export function addDocs(
  table: RouteTable,
  payload: Payload,
  routes: Route[],
  serveByExpress: ServeByExpress,
): void {
  let document: string | undefined
  const name = '/api/openapi.json'
  const openApi = routeEntry({
    name,
    kind: 'file',
    isNoStore: false,
    serve: (exchange) => {
      document ??= JSON.stringify(openApiDocument(payload.config, routes))
      sendAnswer(exchange, textAnswer(200, jsonType, document))
    },
  })
  table.addBoth(['GET', 'HEAD'], name, openApi)
  addPage(table, docsPage, serveByExpress)
  const assets = '/api/docs/assets'
  const files = express.static(swaggerUi, { index: false, maxAge: '1h' })
  const serve = serveByExpress((req, res, next) => {
    // The folder is the root of the files.
    req.url = req.url.slice(assets.length)
    return files(req, res, next)
  })
  const entry = routeEntry({
    name: assets,
    kind: 'file',
    surface: 'reference',
    isNoStore: false,
    serve,
  })
  table.add(['GET', 'HEAD'], `${assets}/*`, entry)
}
