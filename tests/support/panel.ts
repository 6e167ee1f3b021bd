import type { Browser, Page } from 'playwright-core'

import { openBrowser } from './browser.ts'
import { type Client, clientOf } from './client.ts'
import { admin, type PanelServer, payloadSecret, startPanelServer } from './panelServer.ts'

export { admin, payloadSecret }

/** Milliseconds until a locator must appear. The first page of a server takes longest. */
const timeoutMs = 30_000

export interface Panel {
  url: string
  databaseUrl: string
  /** All that the server has printed until now. */
  output: () => string
  /** Uses REST as `admin`, for data that a test makes or reads without the browser. */
  api: Client
  /** Opens a page with its own cookies, on a computer in the given time zone. */
  openPage: (timezoneId?: string) => Promise<Page>
  /** Messages of pages that the browser refused something, or that ran a text as code. Expected: none. */
  complaints: string[]
  /** Closes every page, at the end of a part of the tests. */
  closePages: () => Promise<unknown>
  stop: () => Promise<void>
}

/**
 * What the browser writes when it refuses something to a page, what a script in a text would, and React when
 * server and browser render a page differently.
 */
const refusedOrRun =
  /Content Security Policy|permissions policy|Cross-Origin|alert\(|React error|hydrat/i

const pageOf =
  (browser: Browser, baseURL: string, complaints: string[]) =>
  async (timezoneId = 'Europe/Berlin') => {
    const context = await browser.newContext({
      baseURL,
      timezoneId,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    })
    context.setDefaultTimeout(timeoutMs)
    context.on('console', (message) => {
      if (refusedOrRun.test(message.text())) complaints.push(message.text())
    })
    context.on('weberror', (error) => complaints.push(error.error().message))
    context.on('dialog', (dialog) => {
      if (dialog.type() === 'alert') complaints.push(`alert(${dialog.message()})`)
      void dialog.accept()
    })
    return context.newPage()
  }

/** A session of `admin`, as its cookie has it. */
export async function sessionOf({ url }: Pick<PanelServer, 'url'>): Promise<string> {
  const { username, password } = admin
  const { body } = await clientOf(url).post('/api/users/login', { username, password })
  return body.token
}

/** Starts a server with the panel as it was built last, and a browser. */
export async function startPanel(): Promise<Panel> {
  const server = await startPanelServer()
  const browser = await openBrowser()
  const complaints: string[] = []
  return {
    url: server.url,
    databaseUrl: server.databaseUrl,
    output: server.output,
    api: clientOf(server.url, await sessionOf(server)),
    openPage: pageOf(browser, server.url, complaints),
    complaints,
    closePages: () => Promise.all(browser.contexts().map((context) => context.close())),
    stop: async () => {
      await browser.close()
      await server.stop()
    },
  }
}
