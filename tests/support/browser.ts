import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright, type Locator, type Page } from 'playwright-core'

export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, '--no-sandbox'],
    headless: true,
  })

/**
 * Picks an option of a select field by typing. The field is found by its name, because Payload does
 * not connect the label of a select with its input.
 */
export async function choose(within: Page | Locator, field: string, option: string) {
  const select = within.locator(`#field-${field}`)
  await select.getByRole('combobox').fill(option)
  await select.getByRole('option', { name: option }).first().click()
}

/** Fills in the sign-in form and sends it. Does not wait for the result. */
export async function enter(page: Page, who: string, password: string) {
  await page.goto('/admin/login')
  await page.getByLabel('Email or Username').fill(who)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Login' }).click()
}

/** Signs in, and waits for the dashboard. */
export async function signIn(page: Page, who: { username: string; password: string }) {
  await enter(page, who.username, who.password)
  await page.getByRole('heading', { name: 'Coming up' }).waitFor()
}
