import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'

import { eventData } from '../factories/events.ts'
import { choose, signIn } from '../support/browser.ts'
import { admin, type Panel } from '../support/panel.ts'

export function eventRegistrationsTests(panel: Panel) {
  let page: Page
  beforeAll(async () => {
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(() => panel.closePages())

  let made = 0

  /** A new user with a registration for the event: confirmed, or waitlisted when the event is full. */
  async function register(eventId: number, displayName: string) {
    const username = `guest-${(made += 1)}`
    const email = `${username}@example.com`
    const user = { username, email, displayName, password: admin.password, role: 'attendee' }
    const { doc } = (await panel.api.post('/api/users', user)).body
    return (await panel.api.post('/api/registrations', { event: eventId, user: doc.id })).body.doc
  }

  const makeEvent = async (details = {}) =>
    (await panel.api.post('/api/events', eventData({ waitlistEnabled: true, ...details }))).body.doc

  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })

  it('appear with their names, and in the list of events as a count', async () => {
    const event = await makeEvent({ title: 'Gear Gala', maxParticipants: 1 })
    await register(event.id, 'Ada Kovács')
    await register(event.id, 'Björn Lind')
    await page.goto('/admin/collections/events?search=Gear%20Gala')
    await page
      .getByRole('row', { name: /Gear Gala/ })
      .getByText('1 / 1 · 1 waiting')
      .waitFor()
    await page.getByRole('link', { name: 'Gear Gala' }).click()
    await page.getByRole('link', { name: 'Registrations' }).last().click()

    await row('Ada Kovács').getByText('Confirmed').waitFor()
    await row('Björn Lind').getByText('#1 in line').waitFor()
  })

  it('are found by name and by ticket code', async () => {
    const event = await makeEvent()
    await register(event.id, 'Chidi Okafor')
    const daniela = await register(event.id, 'Daniela Rossi')
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await row('Chidi Okafor').waitFor()

    await page.getByRole('searchbox').fill('rossi')
    await row('Chidi Okafor').waitFor({ state: 'detached' })
    await row('Daniela Rossi').waitFor()
    await page.getByRole('searchbox').fill(daniela.ticketCode.slice(0, 9))
    await row('Daniela Rossi').waitFor()
    await page.getByRole('searchbox').fill('nobody of that name')
    await page.getByText('No matching registrations').waitFor()
  })

  it('are checked in with one click, and the check-in is undone with one', async () => {
    const event = await makeEvent()
    const emre = await register(event.id, 'Emre Yılmaz')
    const checkedInAt = async () =>
      (await panel.api.get(`/api/registrations/${emre.id}`)).body.checkedInAt
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await page.getByText('0 of 1').waitFor()
    await page.getByRole('button', { name: 'Check in Emre Yılmaz' }).click()

    await page.getByText('1 of 1').waitFor()
    expect(Date.parse(await checkedInAt())).toBeGreaterThan(Date.now() - 60_000)
    await page.getByRole('button', { name: 'Undo the check-in of Emre Yılmaz' }).click()
    await page.getByText('0 of 1').waitFor()
    expect(await checkedInAt()).toBeNull()
  })

  it('are not checked in twice from a page that is out of date', async () => {
    const event = await makeEvent()
    const noor = await register(event.id, 'Noor Aziz')
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await page.getByRole('button', { name: 'Check in Noor Aziz' }).waitFor()
    const atOtherEntrance = new Date(Date.now() - 60_000).toISOString()
    const shown = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Berlin',
    }).format(new Date(atOtherEntrance))
    await panel.api.patch(`/api/registrations/${noor.id}`, { checkedInAt: atOtherEntrance })
    await page.getByRole('button', { name: 'Check in Noor Aziz' }).click()

    await page.getByText(`Already checked in, at ${shown}`).waitFor()
    await row('Noor Aziz').getByText(shown).waitFor()
    expect((await panel.api.get(`/api/registrations/${noor.id}`)).body.checkedInAt).toBe(
      atOtherEntrance,
    )
  })

  it('are checked in by a scanner, one ticket after the other', async () => {
    const event = await makeEvent()
    const [pia, quinn] = [
      await register(event.id, 'Pia Roth'),
      await register(event.id, 'Quinn Li'),
    ]
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await row('Pia Roth').waitFor()
    const search = page.getByRole('searchbox')
    for (const { ticketCode } of [pia, quinn]) {
      await search.pressSequentially(ticketCode.toLowerCase())
      await search.press('Enter')
      await page
        .getByText(/is checked in/)
        .last()
        .waitFor()
      await page.locator('.registrations__search:placeholder-shown').waitFor()
    }
    await page.getByText('2 of 2').waitFor()
    expect(await search.inputValue()).toBe('')

    await search.fill(pia.ticketCode)
    await search.press('Enter')
    await page.getByText('Pia Roth was checked in already, at').waitFor()
    await search.fill('NO-SUCH-TICKET')
    await search.press('Enter')
    await page.getByText('No registration for “NO-SUCH-TICKET” at this event').waitFor()
  })

  it('keep the session of who works on the page', async () => {
    const event = await makeEvent()
    await page.clock.install()
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await page.getByRole('searchbox').waitFor()
    const extended = page.waitForRequest('**/api/users/refresh-token**')
    await page.clock.fastForward(11 * 60 * 1000)
    await page.getByRole('searchbox').press('a')
    await extended
    await page.clock.resume()
  })

  it('that wait are listed by their place in line', async () => {
    const event = await makeEvent({ maxParticipants: 1 })
    for (const name of ['Xaver First', 'Zoe Second', 'Adam Third']) await register(event.id, name)
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await row('Xaver First').waitFor()
    await page.getByRole('button', { name: 'Waitlisted' }).click()
    await row('Xaver First').waitFor({ state: 'detached' })
    const names = await page.locator('tbody th').allTextContents()
    expect(names).toEqual(['Zoe Second', 'Adam Third'])
  })

  it('are cancelled after a confirmation, and the first on the waitlist is confirmed', async () => {
    const event = await makeEvent({ maxParticipants: 1 })
    await register(event.id, 'Fatima Haddad')
    await register(event.id, 'Grace Okoye')
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await page.getByRole('button', { name: 'Cancel the registration of Fatima Haddad' }).click()
    await page.getByRole('heading', { name: 'Cancel the registration of Fatima Haddad?' }).waitFor()
    await page.getByRole('button', { name: 'Cancel the registration', exact: true }).click()

    await row('Fatima Haddad').getByText('Cancelled').waitFor()
    await row('Grace Okoye').getByText('Confirmed').waitFor()
  })

  it('can be added for a person who came without one', async () => {
    const event = await makeEvent({ title: 'Open Door' })
    await panel.api.post('/api/users', {
      username: 'hiro',
      email: 'hiro@example.com',
      displayName: 'Hiro Tanaka',
      password: admin.password,
    })
    await page.goto(`/admin/collections/events/${event.id}/registrations`)
    await page.getByRole('button', { name: 'Add a registration' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('Open Door').waitFor()
    await drawer.getByRole('button', { name: 'Save', exact: true }).click()
    await drawer.getByText('Choose a person').waitFor()
    await choose(drawer, 'user', 'Tanaka')
    await drawer.getByRole('button', { name: 'Save', exact: true }).click()

    await row('Hiro Tanaka').getByText('Confirmed').waitFor()
  })

  it('are cancelled with the event, for its reason', async () => {
    const event = await makeEvent()
    const ines = await register(event.id, 'Ines Moreau')
    await page.goto(`/admin/collections/events/${event.id}`)
    await choose(page, 'status', 'Cancelled')
    await page.getByLabel('Reason for cancellation').fill('The hall is flooded')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Cancel and tell 1 person' }).click()
    await page.getByText('Updated successfully').waitFor()
    await page.getByRole('link', { name: 'Registrations' }).last().click()

    await row('Ines Moreau').getByText('Cancelled').waitFor()
    expect((await panel.api.get(`/api/registrations/${ines.id}`)).body.cancelReason).toContain(
      'The hall is flooded',
    )
  })
}
