import express, { type Express } from 'express'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Payload } from 'payload'

import { type Page, mountPage } from '../pages.ts'
import type { Route } from '../route.ts'
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
  script: { path: '/api/docs/reference.js', source: script },
  show: () => ({ page: { title: 'API reference', head, body } }),
}

/**
 * Serves the document at `/api/openapi.json` and a reference page at `/api/docs`. The page's files
 * come from an installed package, so that the page works without access to the Internet.
 */
export function mountDocs(app: Express, payload: Payload, routes: Route[]): void {
  let document: string | undefined
  app.get('/api/openapi.json', (_req, res) => {
    document ??= JSON.stringify(openApiDocument(payload.config, routes))
    res.type('json').send(document)
  })
  mountPage(app, docsPage)
  app.use('/api/docs/assets', express.static(swaggerUi, { index: false, maxAge: '1h' }))
}
