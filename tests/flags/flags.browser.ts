import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { flagData, type FlagData } from '../factories/flags.ts'
import { seriousViolations } from '../support/axe.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

export function flagTests(panel: Panel): void {
  let page: Page
  beforeAll(async () => {
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(() => panel.closePages())

  const newFlag = async (data: FlagData): Promise<number> =>
    (await panel.api.post('/api/flags', flagData(data))).body.doc.id

  const rules = [{ value: 'true', countries: ['DE'] }]
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  it('is made in a form that says what is wrong', async () => {
    await page.goto('/admin/collections/flags/create')
    await page.getByLabel('Key').fill('two words')
    await page.getByRole('radio', { name: 'Off' }).first().check()
    await button('Save').click()
    await page.getByText('A key has letters and digits, and . _ - between them.').waitFor()

    await page.getByLabel('Key').fill('seat-map')
    await page.getByLabel('For apps').check()
    await button('Save').click()
    await page.getByText('Everybody gets the default.').waitFor()
    const { body } = await panel.api.get('/api/flags?where[key][equals]=seat-map&depth=0')
    expect(body.docs).toMatchObject([{ type: 'boolean', defaultValue: 'false', forApps: true }])
  })

  it('tells what somebody would get, and why', async () => {
    const id = await newFlag({ rules })
    await page.goto(`/admin/collections/flags/${id}/try`)
    await page.getByLabel('Country').fill('DE')
    await button('Try').click()
    const result = page.getByRole('region', { name: 'Result' })
    await result.getByText('They would get On').waitFor()
    await result.getByText('Rule 1 applies.').waitFor()

    await page.getByLabel('Country').fill('FR')
    await button('Try').click()
    await result.getByText('They would get Off').waitFor()
    await page.getByLabel('User').fill('nobody-has-this-name')
    await button('Try').click()
    await page.getByText('There is no such user.').waitFor()
  })

  it('is killed with a reason, which stands in its history', async () => {
    const id = await newFlag({ rules })
    await page.goto(`/admin/collections/flags/${id}`)
    await page.getByLabel('Kill switch').check()
    await page.getByLabel('Reason').fill('The map shows the wrong hall.')
    await button('Save').click()
    await page.getByText('Killed', { exact: true }).waitFor()

    await page.goto(`/admin/collections/flags/${id}/history`)
    await page.getByText('The map shows the wrong hall.').waitFor()
    await page.getByText(`Changed by ${admin.username}`).waitFor()
    await page.getByText('Kill switch').first().waitFor()
  })

  it.each(['light', 'dark'] as const)('has nothing serious for axe in %s', async (colorScheme) => {
    const id = await newFlag({ rules })
    await page.emulateMedia({ colorScheme })
    for (const path of ['', `/${id}`, `/${id}/try`, `/${id}/history`]) {
      await page.goto(`/admin/collections/flags${path}`)
      await page.waitForLoadState('networkidle')
      expect([path, await seriousViolations(page)]).toEqual([path, []])
    }
  })
}
