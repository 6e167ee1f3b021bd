import { expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

import { createEvent } from '../factories/events.ts'
import { seriousViolations } from '../support/axe.ts'
import { signedInApp } from '../support/callers.ts'
import type { TestPlatform } from '../support/testPlatform.ts'

interface Shared {
  platform: TestPlatform
  browser: Browser
}

/** What the browser writes when it refuses something to a page. */
const refused = /Content Security Policy|Refused to|Cross-Origin/i

/** The pages of events in a browser: to see, to use without scripts, and what the script adds. */
export function publicPagesTests(shared: () => Shared) {
  const complaints: string[] = []

  async function open(options: BrowserContextOptions): Promise<Page> {
    const { browser, platform } = shared()
    const context = await browser.newContext({ baseURL: platform.url, locale: 'en', ...options })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (refused.test(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return page
  }

  async function close(page: Page) {
    await page.context().close()
    expect(complaints.splice(0)).toEqual([])
  }

  const event = (details: Parameters<typeof createEvent>[1]) =>
    createEvent(shared().platform.payload, {
      title: 'Sumo Night',
      program: 'FRC',
      country: 'DE',
      tags: ['sumo'],
      ...details,
    })

  const pathsOf = (id: number) => [
    '/events?q=sumo&has_seats=true',
    '/events?near=nowhere',
    '/events/calendar',
    `/events/${id}`,
    '/embed/events',
    '/events/0',
  ]

  it.each(['light', 'dark'] as const)('have nothing serious for axe in %s', async (colorScheme) => {
    const { id } = await event({ waitlistEnabled: true })
    const page = await open({ colorScheme })
    for (const address of pathsOf(id)) {
      await page.goto(address)
      expect([address, await seriousViolations(page)]).toEqual([address, []])
    }
    await close(page)
  })

  it('fit a phone, and find an event without scripts', async () => {
    const title = `Sumo ${'wide'.repeat(9)}`
    const { id } = await event({ title, location: 'x'.repeat(200) })
    const page = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    for (const address of pathsOf(id)) {
      await page.goto(address)
      const width = await page.locator('html').evaluate((html) => html.scrollWidth)
      expect([address, width]).toEqual([address, 360])
      const folder = process.env.SCREENSHOTS
      const name = address.replace(/\W+/g, '-')
      if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
    }
    await page.goto('/events')
    await page.getByRole('searchbox').fill('sumo widewide')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('link', { name: 'Register' }).waitFor()
    await close(page)
  })

  it('keep the places as they are, and show the time of the visitor', async () => {
    const { id } = await event({
      startDate: '2031-05-03T16:00:00.000Z',
      endDate: '2031-05-03T18:00:00.000Z',
      maxParticipants: 1,
    })
    const page = await open({ timezoneId: 'America/New_York' })
    await page.goto(`/events/${id}`)
    await page.getByText('1 place left').waitFor()
    await page.getByText(/Your time: .*12:00–14:00/).waitFor()

    const { app } = await signedInApp(shared().platform)
    expect((await app.post(`events/${id}/register/`, {})).status).toBe(200)
    await page.getByText('Full', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'Register' }).count()).toBe(0)
    await close(page)
  })

  it('stand in a frame on another site, as high as their content', async () => {
    await event({ title: 'Sumo in a frame' })
    const { url } = shared().platform
    const club = createServer((_req, res) => {
      res.setHeader('Content-Type', 'text/html')
      res.end(`<div data-robo-events data-q="sumo frame" data-lang="de"></div>
        <script src="${url}/embed.js"></script>`)
    })
    await new Promise<void>((resolve) => club.listen(0, '127.0.0.1', resolve))
    const page = await open({})
    await page.goto(`http://localhost:${(club.address() as AddressInfo).port}`)
    const frame = page.frameLocator('iframe')

    await frame.getByRole('link', { name: 'Sumo in a frame' }).waitFor()
    await frame.getByRole('link', { name: 'Alle Veranstaltungen auf Robo Events' }).waitFor()
    await page.waitForFunction('document.querySelector("iframe").style.height !== "400px"')
    await close(page)
    club.closeAllConnections()
    club.close()
  })
}
