import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { Page } from 'playwright-core'

import { seriousViolations } from '../support/axe.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

const url = 'https://hooks.example.org/scores'

export function webhookTests(panel: Panel) {
  let pool: pg.Pool
  let page: Page
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: panel.databaseUrl, max: 2 })
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(async () => {
    await pool.end()
    await panel.closePages()
  })
  beforeEach(() => pool.query('DELETE FROM webhooks'))

  const newEndpoint = async (): Promise<number> => {
    const data = { url, description: 'Score board', events: ['event.published'] }
    return (await panel.api.post('/api/webhooks', data)).body.doc.id
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const secret = () => page.getByLabel('The signing secret')

  it('is made in a form that explains each message, and shows its secret once', async () => {
    await page.goto('/admin/collections/webhooks/create')
    await page.getByLabel('URL').fill('https://10.0.0.7/')
    await page.getByText('Somebody on the waitlist got a place.').waitFor()
    await button('Save').click()
    await page.getByText('The address is inside a private network.').first().waitFor()
    await page.getByText('Choose at least one type of message.').waitFor()

    await page.getByLabel('URL').fill(url)
    await button('All messages about Registrations').click()
    await page.getByRole('checkbox', { name: /event\.published/ }).press('Space')
    await button('Save').click()
    await button('Show the secret').click()
    const first = await secret().inputValue()
    expect(first).toMatch(/^whsec_/)
    const { rows } = await pool.query(`SELECT count(*)::int AS types FROM webhooks_events`)
    expect(rows).toEqual([{ types: 7 }])

    await page.reload()
    await page.getByText('It cannot be shown again.').waitFor()
    expect(await button('Show the secret').count()).toBe(0)
    await button('Rotate the secret').click()
    await button('Rotate').click()
    await secret().waitFor()
    expect(await secret().inputValue()).not.toBe(first)
  })

  it('has a log of its deliveries, with payload, response and a button that sends again', async () => {
    const id = await newEndpoint()
    await page.goto(`/admin/collections/webhooks/${id}/deliveries`)
    await page.getByText('Nothing was sent yet.').waitFor()
    await button('Send test message').click()
    const row = page.getByRole('row', { name: /webhook\.test/ })
    await row.getByText('Pending').waitFor()

    await pool.query(
      `UPDATE webhook_deliveries SET status = 'failed', next_attempt_at = NULL, attempts = 10,
         last_attempt_at = now(), response_status = 500, failure = 'The receiver answered 500.',
         response_body = '<img src=x onerror="alert(1)">', duration_ms = 12`,
    )
    await row.getByText('Failed').waitFor()
    await page.getByRole('button', { name: 'webhook.test', exact: true }).press('Enter')
    await page.getByText('The receiver answered 500.').waitFor()
    await page.getByText('<img src=x onerror').waitFor()
    await page.getByText('"This is a test. Nothing has changed."').waitFor()

    await button('Send webhook.test again').click()
    await row.getByText('Pending').waitFor()
    const { rows } = await pool.query('SELECT status, is_urgent FROM webhook_deliveries')
    expect(rows).toEqual([{ status: 'pending', is_urgent: true }])
    await button('Delivered').click()
    await page.getByText('No such messages').waitFor()
  })

  it('says in the list and in the form that the platform has switched it off', async () => {
    const id = await newEndpoint()
    await pool.query('UPDATE webhooks SET active = false')
    await pool.query(`UPDATE webhook_states SET switched_off = 'gone', switched_off_at = now()`)
    await page.goto('/admin/collections/webhooks')
    await page.getByRole('cell', { name: 'Switched off' }).waitFor()
    await page.getByRole('cell', { name: 'Event published' }).waitFor()
    expect(await page.locator('#heading-url').getByRole('button').count()).toBe(2)
    expect(await page.locator('#heading-events').getByRole('button').count()).toBe(0)
    await page.goto(`/admin/collections/webhooks/${id}`)
    await page.getByText('The receiver answered that it is gone').waitFor()

    await page.getByRole('checkbox', { name: 'Switched on' }).check()
    await button('Save').click()
    await page.getByText('Messages are sent as changes are made.').waitFor()
  })

  describe('each page', () => {
    const pages: [string, (id: number) => string][] = [
      ['the list', () => ''],
      ['the new form', () => '/create'],
      ['the form', (id) => `/${id}`],
      ['the deliveries', (id) => `/${id}/deliveries`],
    ]
    it.each(pages)('%s has no critical or serious fault', async (_name, path) => {
      const id = await newEndpoint()
      await panel.api.post(`/api/webhooks/${id}/test`)
      await page.goto(`/admin/collections/webhooks${path(id)}`)
      await page.waitForLoadState('networkidle')
      expect(await seriousViolations(page)).toEqual([])
    })

    it('of deliveries fits a phone', async () => {
      const id = await newEndpoint()
      await panel.api.post(`/api/webhooks/${id}/test`)
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`/admin/collections/webhooks/${id}/deliveries`)
      await page.getByRole('button', { name: 'webhook.test', exact: true }).click()
      await page.getByRole('heading', { name: 'Payload' }).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    })
  })
}
