import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { eventData } from '../factories/events.ts'
import { seriousViolations } from '../support/axe.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

/** The search of the panel, by keyboard alone. */
export function panelSearchTests(panel: Panel): void {
  let page: Page
  let eventId: number
  beforeAll(async () => {
    const title = 'Zwölf Roboter löten'
    eventId = (await panel.api.post('/api/events', eventData({ title }))).body.doc.id
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(() => panel.closePages())

  it('opens with a shortcut, finds an event without its accents, and leads to it', async () => {
    await page.goto('/admin')
    // Until then the page does not know the shortcut.
    await page.getByRole('button', { name: /^Search/, disabled: false }).waitFor()
    await page.keyboard.press('Control+K')
    const field = page.getByRole('combobox', { name: 'Search events, people and registrations' })
    await field.waitFor()
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true)

    await page.keyboard.type('zwolf roboter')
    await page.getByRole('option', { name: /Zwölf Roboter löten/ }).waitFor()
    expect(await seriousViolations(page)).toEqual([])

    await page.keyboard.press('Enter')
    await page.waitForURL(`**/admin/collections/events/${eventId}`)
    await field.waitFor({ state: 'detached' })
  })

  it('says that nothing was found, and closes with Escape', async () => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('qqqqqqqq')
    await page.getByText('Nothing found for “qqqqqqqq”').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: /^Search events/ }).waitFor({ state: 'detached' })
  })

  it('finds it in the list too', async () => {
    await page.goto('/admin/collections/events?search=zwolf')
    await page.getByRole('link', { name: 'Zwölf Roboter löten' }).waitFor()
  })
}
