import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { eventData } from '../factories/events.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

export function peopleTests(panel: Panel) {
  let page: Page
  beforeAll(async () => {
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(() => panel.closePages())

  it('are deleted after a question that says how many places go', async () => {
    const person = { username: 'leaver', email: 'leaver@example.com', password: admin.password }
    const { doc } = (await panel.api.post('/api/users', person)).body
    const event = (await panel.api.post('/api/events', eventData())).body.doc
    await panel.api.post('/api/registrations', { event: event.id, user: doc.id })
    const isThere = async () => (await panel.api.get(`/api/users/${doc.id}`)).status === 200
    const ask = async () => {
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('heading', { name: 'Delete leaver?' }).waitFor()
    }
    await page.goto(`/admin/collections/users/${doc.id}`)

    await ask()
    await page.getByText('Their 1 registration ends, and the place goes').waitFor()
    await page.getByRole('button', { name: 'Keep it' }).click()
    expect(await isThere()).toBe(true)

    await ask()
    await page.getByRole('button', { name: 'Delete the account' }).click()
    await page.waitForURL('**/admin/collections/users')
    expect(await isThere()).toBe(false)
    const { body } = await panel.api.get(`/api/events/${event.id}`)
    expect(body.registeredCount).toBe(0)
  })

  it('are found without their accents, and suspended ones are marked', async () => {
    const person = { username: 'novotna', email: 'novotna@example.com', password: admin.password }
    await panel.api.post('/api/users', { ...person, displayName: 'Jana Žižková', suspended: true })
    await page.goto('/admin/collections/users?search=zizkova')

    await page.getByRole('row', { name: /Jana Žižková.*Suspended/ }).waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
  })
}
