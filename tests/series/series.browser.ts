import { afterAll, beforeAll, expect, it } from '@jest/globals'
import path from 'node:path'
import type { Page } from 'playwright-core'

import { eventData } from '../factories/events.ts'
import { signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

export function seriesTests(panel: Panel) {
  let page: Page
  beforeAll(async () => {
    page = await panel.openPage('America/New_York')
    await signIn(page, admin)
  })
  afterAll(() => panel.closePages())

  /** Saves a picture for people, when somebody wants to look at the dialogs. */
  const take = async (name: string) => {
    const folder = process.env.TEST_SCREENSHOTS
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) })
  }

  const makeEvent = async () =>
    (
      await panel.api.post(
        '/api/events',
        eventData({
          title: 'Solder Evening',
          startDate: '2031-03-08T17:00:00Z',
          endDate: '2031-03-08T19:00:00Z',
        }),
      )
    ).body.doc

  const openMenu = () => page.locator('.doc-controls__popup .popup-button').first().click()

  const starts = async (series: number) => {
    const { body } = await panel.api.get(
      `/api/events?where[series][equals]=${series}&sort=startDate&depth=0`,
    )
    return body.docs as { id: number; title: string; startDate: string }[]
  }

  it('repeats an event, with a look at the days before', async () => {
    const event = await makeEvent()
    await page.goto(`/admin/collections/events/${event.id}`)
    await openMenu()
    await page.getByRole('button', { name: 'Repeat …' }).click()
    await page.getByLabel('Every').fill('2')
    await page.getByLabel('Number of events').fill('4')
    await page.getByText('Every second Saturday, 4 times').waitFor()
    await page.getByText('Sat, 5 Apr 2031, 18:00').waitFor()
    await take('series-repeat')
    await page.getByRole('button', { name: 'Make the events' }).click()
    await page.getByText('Event 1 of 4').waitFor()
    await take('series-sidebar')

    const { body } = await panel.api.get(`/api/events/${event.id}?depth=0`)
    expect((await starts(body.series)).map(({ startDate }) => startDate.slice(0, 16))).toEqual([
      '2031-03-08T17:00',
      '2031-03-22T17:00',
      '2031-04-05T16:00',
      '2031-04-19T16:00',
    ])

    // To the next event, which is changed with those after it.
    await page.getByRole('link', { name: '22 Mar, 18:00 →' }).click()
    await page.getByText('Event 2 of 4').waitFor()
    await page.getByLabel('Title').fill('Late Solder Evening')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('This and the following events').click()
    await take('series-scope')
    await page.locator('.confirmation-modal').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Event 1 of 3').waitFor()
    expect((await starts(body.series)).map(({ title }) => title)).toEqual(['Solder Evening'])

    const { body: second } = await panel.api.get(
      `/api/events?where[title][equals]=Late Solder Evening&depth=0&sort=startDate`,
    )
    const later = second.docs[0].series as number
    await page.getByRole('button', { name: 'Change the rule …' }).click()
    await page.getByLabel('Number of events').fill('2')
    await page.getByText('Every second Saturday, 2 times').waitFor()
    await take('series-rule')
    await page.getByRole('button', { name: 'Change the series' }).click()
    await page.getByText('Event 1 of 2').waitFor()
    expect(await starts(later)).toHaveLength(2)

    await openMenu()
    await page.getByRole('button', { name: 'Delete …' }).click()
    await page.getByText('All events of the series').click()
    await take('series-delete')
    await page.locator('.confirmation-modal').getByRole('button', { name: 'Delete' }).click()
    await page.waitForURL('**/collections/events')
    expect(await starts(later)).toEqual([])
  })

  it('says in the form why a rule cannot be', async () => {
    const event = await makeEvent()
    await page.goto(`/admin/collections/events/${event.id}`)
    await openMenu()
    await page.getByRole('button', { name: 'Repeat …' }).click()
    await page.getByLabel('Ends', { exact: true }).selectOption('on')
    await page.getByLabel('Last day').fill('2031-03-01')
    await page.getByText('The last day (UNTIL) cannot be before the event itself.').waitFor()
  })
}
