import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright, type Locator, type Page } from 'playwright-core'

/**
 * Few of the arguments that the package advises: they are for machines that run one page and no more.
 * Its software for 3D graphics alone used half of the CPU of these tests. Scripts are not optimized: a
 * page lives for seconds, and that costs more than it gains.
 */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--js-flags=--no-opt'],
    headless: true,
  })

/**
 * Chooses an option of a select field by typing. The field is found by its name, because Payload does
 * not connect the label of a select with its input.
 */
export async function choose(within: Page | Locator, field: string, option: string) {
  const select = within.locator(`#field-${field}`)
  await select.getByRole('combobox').fill(option)
  await select.getByRole('option', { name: option }).first().click()
}

/** Sends the sign-in form, and does not wait for the result. */
export async function submitSignIn(page: Page, identity: string, password: string) {
  await page.goto('/admin/login')
  await page.getByLabel('Email or Username').fill(identity)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Login' }).click()
}

/** Signs in, and waits for the dashboard. */
export async function signIn(page: Page, user: { username: string; password: string }) {
  await submitSignIn(page, user.username, user.password)
  await page.getByRole('heading', { name: 'Coming up' }).waitFor()
}
