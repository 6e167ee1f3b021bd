import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'

import {
  type Translate,
  translatorFor,
} from '../../src/features/pages/attendee/messages/translate.ts'
import { type Language, languages } from '../../src/shared/languages.ts'
import { createEvent } from '../factories/events.ts'
import { password } from '../factories/users.ts'
import { seriousViolations } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { publicPagesTests } from './publicPages.browser.ts'

/** The pages of a person need no panel, so this file has a server of its own in the test's process. */
jest.setTimeout(60_000)

let platform: TestPlatform
let browser: Browser
beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await platform.stop()
})

/** What the browser writes when it refuses something to a page. */
const refused = /Content Security Policy|Refused to|Cross-Origin/i

/** A phone of 360 CSS pixels, the narrowest that is common. */
async function openPhone(language: Language, javaScriptEnabled: boolean) {
  const context = await browser.newContext({
    baseURL: platform.url,
    locale: language === 'zh' ? 'zh-CN' : language,
    timezoneId: 'Europe/Berlin',
    viewport: { width: 360, height: 740 },
    javaScriptEnabled,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (refused.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints, close: () => context.close() }
}

type Look = (name: string) => Promise<void>

/** Checks a page: nothing is wider than the phone, and axe finds nothing serious. */
const lookerOf =
  (page: Page, { axe, shots }: { axe: boolean; shots: string }): Look =>
  async (name) => {
    const folder = process.env.SCREENSHOTS
    if (folder)
      await page.screenshot({ path: path.join(folder, `${shots}-${name}.png`), fullPage: true })
    const width = await page.locator('html').evaluate((html) => html.scrollWidth)
    expect([name, width]).toEqual([name, 360])
    if (axe) expect([name, await seriousViolations(page)]).toEqual([name, []])
  }

interface Walk {
  page: Page
  text: Translate
  look: Look
}

async function signUp({ page, text, look }: Walk, email: string) {
  await page.getByRole('link', { name: text('nav.signUp') }).click()
  await look('sign-up')
  await page.getByLabel(text('signUp.name')).fill('Robo Ana')
  await page.getByLabel(text('signUp.email'), { exact: true }).fill(email)
  await page.getByLabel(text('signUp.password'), { exact: true }).fill(password)
  await page.getByLabel(text('signUp.passwordConfirm')).fill('another')
  await page.getByRole('button', { name: text('signUp.button') }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.title()).toContain(text('form.errorTitle', { title: text('signUp.title') }))
  await look('sign-up-mistake')
  await page.getByLabel(text('signUp.password'), { exact: true }).fill(password)
  await page.getByLabel(text('signUp.passwordConfirm')).fill(password)
  await page.getByRole('button', { name: text('signUp.button') }).click()
}

async function register({ page, text, look }: Walk) {
  await page.getByText(text('register.free', { count: 30 })).waitFor()
  await look('choose')
  await page.getByLabel(text('register.seats')).selectOption('2')
  await page.getByRole('button', { name: text('register.next') }).click()
  await page.getByRole('heading', { name: text('register.check') }).waitFor()
  await look('confirm')
  await page.getByRole('button', { name: text('register.confirm') }).click()
  await page.getByText(text('my.done.registered')).waitFor()
  await look('registered')
}

async function ticketAndCancel({ page, text, look }: Walk) {
  await page.getByRole('link', { name: text('my.ticket'), exact: true }).click()
  await page.getByRole('img', { name: /[0-9A-Z]{26}/ }).waitFor()
  await look('ticket')
  await page.getByRole('link', { name: text('my.title') }).click()
  await look('my-events')
  await page.getByRole('link', { name: 'Bolt Bowl', exact: true }).click()
  await page.getByRole('link', { name: text('one.cancel') }).click()
  await look('cancel')
  await page.getByRole('button', { name: text('cancel.yes') }).click()
  await page.getByText(text('my.done.cancelled')).waitFor()
}

async function profileAndSignOut({ page, text, look }: Walk) {
  await page.getByRole('link', { name: text('nav.profile') }).click()
  await look('profile')
  await page.getByRole('button', { name: text('nav.signOut') }).click()
  await page.getByText(text('my.done.signedOut')).waitFor()
  await look('signed-out')
}

describe.each([
  ['without scripts', false],
  ['with scripts', true],
])('on a phone %s', (name, hasScripts) => {
  it.each([...languages])('somebody registers, and cancels: %s', async (language) => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 30, maxPartySize: 4 })
    const { page, complaints, close } = await openPhone(language, hasScripts)
    const text = translatorFor(language)
    const shots = `${language}-${hasScripts ? 'on' : 'off'}`
    const axe = hasScripts && language === 'en'
    const look = lookerOf(page, { axe, shots })
    const walk = { page, text, look }

    await page.goto(`/events/${id}/register`)
    await look('sign-in')
    await signUp(walk, `ana-${shots}@example.com`)
    await register(walk)
    // The other pages have no script of their own, and their texts have tests: one language is enough.
    if (language === 'en' || process.env.SCREENSHOTS) {
      await ticketAndCancel(walk)
      await profileAndSignOut(walk)
    }
    expect([name, complaints]).toEqual([name, []])
    await close()
  })
})

describe('the pages of events', () => publicPagesTests(() => ({ platform, browser })))
