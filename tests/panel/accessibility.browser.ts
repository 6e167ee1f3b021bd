import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { eventData } from '../factories/events.ts'
import { seriousViolations } from '../support/axe.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

/** The pages that staff use every day, judged by axe. */
export function accessibilityTests(panel: Panel): void {
  let page: Page
  let eventId: number
  beforeAll(async () => {
    eventId = (await panel.api.post('/api/events', eventData())).body.doc.id
    await panel.api.post('/api/registrations', { event: eventId })
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(() => panel.closePages())

  const pages: [string, (id: number) => string][] = [
    ['the dashboard', () => '/admin'],
    ['the list of events', () => '/admin/collections/events'],
    ['the form of an event', (id) => `/admin/collections/events/${id}`],
    ['the registrations of an event', (id) => `/admin/collections/events/${id}/registrations`],
    ['the versions of an event', (id) => `/admin/collections/events/${id}/versions`],
    ['the list of users', () => '/admin/collections/users'],
    ['the account', () => '/admin/account'],
  ]

  it.each(pages)('%s has no critical or serious fault', async (_name, path) => {
    await page.goto(path(eventId))
    await page.waitForLoadState('networkidle')

    expect(await seriousViolations(page)).toEqual([])
    const first = page.locator('body').locator('a[href], button, input, select, textarea').first()
    expect(await first.textContent()).toBe('Skip to the content')
  })

  it('a keyboard leads past the menu to the content', async () => {
    await page.goto('/admin/collections/users')
    await page
      .getByRole('searchbox')
      .or(page.getByPlaceholder(/Search by/))
      .waitFor()
    await page.keyboard.press('Tab')
    await page.getByRole('link', { name: 'Skip to the content' }).press('Enter')
    const isInContent = () => document.activeElement?.matches('main, .collection-list') ?? false
    expect(await page.evaluate(isInContent)).toBe(true)
    await page.keyboard.press('Tab')
    const isBehind = () => document.activeElement?.closest('main, .collection-list') !== null
    expect(await page.evaluate(isBehind)).toBe(true)
  })

  it('the account of another user has no button without effect', async () => {
    const user = await panel.api.post('/api/users', {
      username: 'unlocked',
      email: 'unlocked@robots.test',
      password: 'a Robot that 7urns',
    })
    await page.goto(`/admin/collections/users/${user.body.doc.id}`)
    await page.getByRole('button', { name: 'Change Password' }).waitFor()

    expect(await page.locator('#force-unlock').isVisible()).toBe(false)
  })

  describe('the account', () => {
    it('fits a phone', async () => {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto('/admin/account')
      await page.getByText('Panel preferences').waitFor()

      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    })
  })
}
