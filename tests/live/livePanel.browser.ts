import { afterAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { eventData, inDays } from '../factories/events.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

/** Where screenshots for a reader are written; none without it. */
const shots = process.env.LIVE_SHOTS

const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** How a bar of an event reads. */
const bar = (page: Page, text: string) => page.locator('.fill-bar__text', { hasText: text })

export function livePanelTests(panel: Panel): void {
  async function createEvent(title: string, details = {}) {
    const data = eventData({ title, startDate: inDays(1), endDate: inDays(2), ...details })
    return (await panel.api.post('/api/events', data)).body.doc.id as number
  }

  let made = 0

  /** Registers a new user, as an app or another member of staff does. */
  async function register(event: number) {
    const username = `live-guest-${(made += 1)}`
    const email = `${username}@example.com`
    const user = { username, email, password: admin.password, role: 'attendee' }
    const { doc } = (await panel.api.post('/api/users', user)).body
    await panel.api.post('/api/registrations', { event, user: doc.id })
  }

  async function signedInPage(user: { username: string; password: string }) {
    const opened = await panel.openPage()
    await signIn(opened, user)
    return opened
  }

  const colleague = { username: 'live-colleague', password: admin.password }

  let page: Page
  let other: Page

  afterAll(() => panel.closePages())

  it('opens for two members of staff', async () => {
    const account = { ...colleague, email: 'live-colleague@example.com', role: 'staff' }
    await panel.api.post('/api/users', account)
    ;[page, other] = await Promise.all([signedInPage(admin), signedInPage(colleague)])
    expect(page.url()).toMatch(/\/admin\/?$/)
  })

  describe('while staff look, without a reload', () => {
    it('the dashboard moves, and shows an event that was just published', async () => {
      const event = await createEvent('Live Dash', {
        startDate: inDays(0.01),
        maxParticipants: 7,
      })
      await page.goto('/admin')
      await bar(page, '0 / 7').first().waitFor()
      await register(event)
      await bar(page, '1 / 7').first().waitFor()
      await createEvent('Live Newcomer', { startDate: inDays(0.02) })
      await page.getByRole('link', { name: 'Live Newcomer' }).waitFor()
      await shoot(page, 'live-dashboard')
    })

    it('the list moves, while the user types a search', async () => {
      const event = await createEvent('Live List', { maxParticipants: 9 })
      await page.goto(
        '/admin/collections/events?limit=100&where[or][0][and][0][title][equals]=Live List',
      )
      await bar(page, '0 / 9').waitFor()
      const search = page.locator('.search-filter__input')
      await search.focus()
      await search.pressSequentially('Live')
      await register(event)
      await bar(page, '1 / 9').waitFor()
      expect(await search.inputValue()).toBe('Live')
      await shoot(page, 'live-list')
    })

    it('the form of an event moves, and keeps what the user types', async () => {
      const event = await createEvent('Live Form', { maxParticipants: 11 })
      await page.goto(`/admin/collections/events/${event}`)
      await bar(page, '0 / 11').waitFor()
      const title = page.getByLabel('Title', { exact: false }).first()
      await title.fill('Live Form, better')
      await register(event)
      await bar(page, '1 / 11').waitFor()
      expect(await title.inputValue()).toBe('Live Form, better')
      await shoot(page, 'live-form')
      await title.fill('Live Form')
    })

    it('the list at the entrance moves with each check-in and registration of others', async () => {
      const event = await createEvent('Live Entrance', { maxParticipants: 13 })
      await register(event)
      const address = `/admin/collections/events/${event}/registrations`
      await Promise.all([page.goto(address), other.goto(address)])
      await page.getByText('0 of 1').waitFor()
      await other
        .getByRole('button', { name: /^Check in/ })
        .first()
        .click()
      await page.getByText('1 of 1').waitFor()
      const search = page.getByRole('searchbox').or(page.locator('.registrations input')).first()
      await search.fill('Live')
      await register(event)
      await page.getByText('1 of 2').waitFor()
      await bar(page, '2 / 13').waitFor()
      expect(await search.inputValue()).toBe('Live')
      await shoot(page, 'live-entrance')
    })
  })

  describe('the client for apps', () => {
    /** Loads the client as an app does, watches an event with it, and keeps what it is told. */
    const watch = (event: number, withoutSockets = false) =>
      page.evaluate(
        async ([id, isBlocked]) => {
          const kept = window as unknown as Record<string, unknown>
          const RealSocket = window.WebSocket
          if (isBlocked) {
            window.WebSocket = class extends EventTarget {
              onclose?: (event: { code: number }) => void
              constructor() {
                super()
                setTimeout(() => this.onclose?.({ code: 1006 }))
              }
              close() {
                // It was never open.
              }
            } as never
          }
          const address = '/api/live-client.js'
          const { LiveClient } = (await import(address)) as {
            LiveClient: new (options: object) => {
              subscribe: (event: number, listener: (message: object) => void) => void
              close: () => void
            }
          }
          kept.messages = []
          const client = new LiveClient({
            onStatus: (status: string) => (kept.status = status),
          })
          kept.live = client
          client.subscribe(id, (message) => (kept.messages as object[]).push(message))
          kept.restore = () => (window.WebSocket = RealSocket)
        },
        [event, withoutSockets] as const,
      )

    const told = (seatsLeft: number) =>
      page.waitForFunction(
        (left) =>
          (window as unknown as { messages: { seats_left?: number }[] }).messages.some(
            (message) => message.seats_left === left,
          ),
        seatsLeft,
      )

    const status = () => page.evaluate(() => (window as unknown as { status: string }).status)

    it.each([
      ['a WebSocket', false, 'websocket'],
      ['streams, where no WebSocket opens', true, 'sse'],
    ])('watches an event by %s', async (_name, isBlocked, way) => {
      const event = await createEvent('Live Client', { maxParticipants: 5 })
      await page.goto('/api/docs')
      await watch(event, isBlocked)
      await told(5)
      expect(await status()).toBe(way)
      await register(event)
      await told(4)
      await page.evaluate(() => (window as unknown as { live: { close: () => void } }).live.close())
    })
  })
}
