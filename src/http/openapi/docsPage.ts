import express, { type Express } from 'express'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Payload } from 'payload'

import { openApiDocument } from './document.ts'

const swaggerUi = path.dirname(
  createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'),
)

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API reference · Robo Events</title>
    <link rel="icon" href="/api/docs/assets/favicon-32x32.png" />
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/reference.js"></script>
  </body>
</html>
`

const script = `window.onload = () =>
  SwaggerUIBundle({
    url: '/api/openapi.json',
    dom_id: '#reference',
    deepLinking: true,
    docExpansion: 'list',
    persistAuthorization: true,
    tryItOutEnabled: true,
    // A server of others would learn of each request, and where this one stands.
    validatorUrl: 'none',
  })
`

/**
 * Serves the document at `/api/openapi.json` and a reference page at `/api/docs`. The page's files
 * come from a package of ours, so that it works where there is no way to the Internet.
 */
export function mountDocs(app: Express, payload: Payload): void {
  let document: string | undefined
  app.get('/api/openapi.json', (_req, res) => {
    document ??= JSON.stringify(openApiDocument(payload.config))
    res.type('json').send(document)
  })
  app.get('/api/docs', (_req, res) => {
    res.type('html').send(page)
  })
  app.get('/api/docs/reference.js', (_req, res) => {
    res.type('js').send(script)
  })
  app.use('/api/docs/assets', express.static(swaggerUi, { index: false, maxAge: '1h' }))
}
