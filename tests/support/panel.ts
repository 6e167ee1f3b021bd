import { expect } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'

import { openBrowser } from './browser.ts'
import { type Client, clientOf } from './client.ts'
import { admin, type PanelServer, startPanelServer } from './panelServer.ts'

export { admin }

/** Milliseconds that a locator may take to appear: the first page of a server takes longest. */
const timeoutMs = 15_000

export interface Panel {
  url: string
  databaseUrl: string
  /** A REST client of `admin`, to prepare and to look up data without the browser. */
  api: Client
  /** Opens a page in a browser context of its own, with this time zone. */
  openPage: (timezoneId?: string) => Promise<Page>
  /** The browser's complaints about blocked content. A test ends with none. */
  complaints: string[]
  stop: () => Promise<void>
}

/** The browser's messages about blocked content, and a text that ran as a script. */
const refusedOrRun = /Content Security Policy|permissions policy|Cross-Origin|alert\(/i

const pageOf =
  (browser: Browser, baseURL: string, complaints: string[]) =>
  async (timezoneId = 'Europe/Berlin') => {
    const context = await browser.newContext({
      baseURL,
      timezoneId,
      locale: 'en-GB',
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

async function apiOf({ url }: PanelServer) {
  const { username, password } = admin
  const { body } = await clientOf(url).post('/api/users/login', { username, password })
  return clientOf(url, body.token)
}

/**
 * Starts the panel of the last build on its own server, and a browser. `stop` fails when a security
 * header blocked anything on a page.
 */
export async function startPanel(settings?: Record<string, string>): Promise<Panel> {
  const server = await startPanelServer(settings)
  const browser = await openBrowser()
  const complaints: string[] = []
  return {
    url: server.url,
    databaseUrl: server.databaseUrl,
    api: await apiOf(server),
    openPage: pageOf(browser, server.url, complaints),
    complaints,
    stop: async () => {
      await browser.close()
      await server.stop()
      expect(complaints).toEqual([])
    },
  }
}
