import { afterEach, expect, it } from '@jest/globals'

import { submitSignIn } from '../support/browser.ts'
import { clientOf } from '../support/client.ts'
import { admin, type Panel } from '../support/panel.ts'

export function signInTests(panel: Panel) {
  afterEach(() => panel.closePages())

  it('names the product, and is where every address of the panel leads first', async () => {
    const page = await panel.openPage()
    await page.goto('/admin')

    await page.getByText('Robo Events', { exact: true }).waitFor()

    expect(new URL(page.url()).pathname).toBe('/admin/login')
    expect(await page.title()).toContain('Robo Events')
  })

  it.each([
    ['username', admin.username],
    ['email', admin.email],
  ])('accepts the %s', async (_name, identity) => {
    const page = await panel.openPage()
    await submitSignIn(page, identity, admin.password)

    await page.getByRole('heading', { name: 'Coming up' }).waitFor()
  })

  it('says that a password is wrong', async () => {
    const page = await panel.openPage()
    await submitSignIn(page, admin.username, 'not the password')

    await page.getByText(/password (provided )?is (incorrect|not right)/).waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin/login')
  })

  it('runs no script that is not its own, and reports it in the console', async () => {
    const page = await panel.openPage()
    await page.goto('/admin/login')
    const report = page.waitForEvent('console', (message) =>
      message.text().includes('Content Security'),
    )

    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = true">')
    })

    await report
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    expect(panel.complaints.splice(0)).toHaveLength(1)
  })

  it('refuses an attendee and points to the events app', async () => {
    const attendee = { username: 'olga', email: 'olga@example.com', password: admin.password }
    await clientOf(panel.url).post('/api/users', attendee)
    const page = await panel.openPage()
    await submitSignIn(page, attendee.username, attendee.password)

    await page.getByRole('heading', { name: 'This panel is for staff' }).waitFor()
    await page.getByText('Your account works in the events app').waitFor()
    await page.getByRole('link', { name: 'Log out' }).click()
    await page.waitForURL('**/admin/login**')
  })
}
