/**
 * Takes the screenshots of the panel in docs/images, from a server that runs the demo:
 *
 *     npm run demo
 *     node tests/support/takeScreenshots.mjs [http://localhost:3000]
 */
import chromium from '@sparticuz/chromium'
import path from 'node:path'
import { chromium as playwright } from 'playwright-core'

const [url = 'http://localhost:3000'] = process.argv.slice(2)
const images = path.resolve(import.meta.dirname, '../../docs/images')

const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args, '--no-sandbox'],
  headless: true,
})
const context = await browser.newContext({
  baseURL: url,
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
  timezoneId: 'Europe/Berlin',
})
const page = await context.newPage()

async function take(name) {
  await page.waitForLoadState('networkidle')
  // Payload fades its fields in.
  await page.waitForTimeout(500)
  await page.screenshot({ path: path.join(images, `${name}.png`) })
}

await page.goto('/admin/login')
await page.getByLabel('Email or Username').fill('ada')
await page.getByLabel('Password').fill('robots-at-play')
await take('sign-in')
await page.getByRole('button', { name: 'Login' }).click()
await page.getByRole('heading', { name: 'Coming up' }).waitFor()
await take('panel-dashboard')

const eventOf = (list) =>
  page.locator('.overview__card', { hasText: list }).getByRole('link').first().getAttribute('href')
const [running, upcoming] = [await eventOf('On now'), await eventOf('Coming up')]

await page.goto('/admin/collections/events')
await page.getByRole('button', { name: 'Coming up' }).click()
await page.getByText('waiting').first().waitFor()
await take('panel-list')

await page.goto(upcoming)
await page.getByLabel('Title').waitFor()
await take('panel-event')

await page.goto(running)
await page
  .getByRole('button', { name: /^Check in/ })
  .first()
  .waitFor()
await page.getByRole('searchbox').blur()
await take('panel-door')

await browser.close()
