import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'

import { createUser } from '../factories/users.ts'
import { openBrowser } from '../support/browser.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'

jest.setTimeout(60_000)

let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await startTestPlatform()
  browser = await openBrowser()
  page = await browser.newPage()
})

afterAll(async () => {
  await browser.close()
  await platform.stop()
})

const user = async () => {
  const { id, email } = await createUser(platform.payload)
  const details = { userId: id, version: 0, lifetime: 60, email }
  const token = tokensOf(platform.payload).sign('confirm-email', details)
  const isConfirmed = async () =>
    Boolean((await platform.payload.findByID({ collection: 'users', id })).emailConfirmedAt)
  return { token, isConfirmed }
}

it('a link confirms an address when it is clicked, not when it is opened', async () => {
  const { token, isConfirmed } = await user()

  await page.goto(`${platform.url}/confirm-email#${token}`)
  await page.getByRole('heading', { name: 'Confirm your email address' }).waitFor()
  expect(await isConfirmed()).toBe(false)

  await page.getByRole('button', { name: 'Yes, confirm' }).click()
  await page.getByText('Your address is confirmed.').waitFor()
  expect(await isConfirmed()).toBe(true)
  expect(await page.getByRole('button').count()).toBe(0)
})

it('a link that is not valid any more says so', async () => {
  await page.goto(`${platform.url}/confirm-email#nonsense`)
  await page.reload()

  await page.getByRole('button', { name: 'Yes, confirm' }).click()

  await page.getByText('This link is not valid any more.').waitFor()
})
