import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { tokenKeysOf, Tokens } from '../../src/features/accounts/tokens.ts'
import { admin, type Panel, payloadSecret } from '../support/panel.ts'

export function confirmEmailTests(panel: Panel) {
  const tokens = new Tokens(tokenKeysOf(undefined, payloadSecret))
  let page: Page
  beforeAll(async () => {
    page = await panel.openPage()
  })
  afterAll(() => panel.closePages())

  async function unconfirmedUser() {
    const email = 'carla@example.com'
    const details = { username: 'carla', email, password: admin.password }
    const { id } = (await panel.api.post('/api/users', details)).body.doc
    const token = tokens.sign('confirm-email', { userId: id, version: 0, lifetime: 60, email })
    const isConfirmed = async () =>
      Boolean((await panel.api.get(`/api/users/${id}`)).body.emailConfirmedAt)
    return { token, isConfirmed }
  }

  it('confirms an address when the button is clicked, not when the link is opened', async () => {
    const { token, isConfirmed } = await unconfirmedUser()

    await page.goto(`/confirm-email#${token}`)
    await page.getByRole('heading', { name: 'Confirm your email address' }).waitFor()
    expect(await isConfirmed()).toBe(false)

    await page.getByRole('button', { name: 'Yes, confirm' }).click()
    await page.getByText('Your address is confirmed.').waitFor()
    expect(await isConfirmed()).toBe(true)
    expect(await page.getByRole('button').count()).toBe(0)
  })

  it('says that a link is not valid any more', async () => {
    await page.goto('/confirm-email#nonsense')
    await page.reload()

    await page.getByRole('button', { name: 'Yes, confirm' }).click()

    await page.getByText('This link is not valid any more.').waitFor()
  })
}
