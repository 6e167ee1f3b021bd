import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'

import { enter } from '../support/browser.ts'
import { clientOf } from '../support/client.ts'
import { admin, type Panel, startPanel } from '../support/panel.ts'

jest.setTimeout(60_000)

let panel: Panel
beforeAll(async () => {
  panel = await startPanel()
})
afterAll(() => panel.stop())

describe('the sign-in page', () => {
  it('says whose it is, and shows it to whoever asks for the panel', async () => {
    const page = await panel.openPage()
    await page.goto('/')

    await page.getByText('Robo Events', { exact: true }).waitFor()

    expect(new URL(page.url()).pathname).toBe('/admin/login')
    expect(await page.title()).toContain('Robo Events')
  })

  it.each([
    ['username', admin.username],
    ['email', admin.email],
  ])('takes the %s', async (_what, who) => {
    const page = await panel.openPage()
    await enter(page, who, admin.password)

    await page.getByRole('heading', { name: 'Coming up' }).waitFor()
  })

  it('refuses a wrong password and says so', async () => {
    const page = await panel.openPage()
    await enter(page, admin.username, 'not the password')

    await page.getByText(/password (provided )?is (incorrect|not right)/).waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin/login')
  })

  it('runs no script that is not its own, and says so', async () => {
    const page = await panel.openPage()
    await page.goto('/admin/login')
    const said = page.waitForEvent('console', (message) =>
      message.text().includes('Content Security'),
    )

    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = true">')
    })

    await said
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    expect(panel.complaints.splice(0)).toHaveLength(1)
  })

  it('turns an attendee away and tells them where they belong', async () => {
    const attendee = { username: 'otto', email: 'otto@example.com', password: admin.password }
    await clientOf(panel.url).post('/api/users', attendee)
    const page = await panel.openPage()
    await enter(page, attendee.username, attendee.password)

    await page.getByRole('heading', { name: 'This panel is for staff' }).waitFor()
    await page.getByText('Your account works in the events app').waitFor()
    await page.getByRole('link', { name: 'Log out' }).click()
    await page.waitForURL('**/admin/login**')
  })
})
