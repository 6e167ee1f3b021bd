import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page, Request } from 'playwright-core'

import { eventData, inDays } from '../factories/events.ts'
import { choose, signIn } from '../support/browser.ts'
import { clientOf } from '../support/client.ts'
import { admin, type Panel } from '../support/panel.ts'

export function eventFormTests(panel: Panel) {
  let page: Page
  let organiserId: number
  beforeAll(async () => {
    // An organiser in New York plans an event in Ulm.
    page = await panel.openPage('America/New_York')
    await signIn(page, admin)
    organiserId = (await panel.api.get('/api/users/me')).body.user.id
  })
  afterAll(() => panel.closePages())

  const makeEvent = async (details = {}) =>
    (await panel.api.post('/api/events', eventData(details))).body.doc

  /** Types a date and leaves the field, so that the calendar closes. */
  async function enterDate(label: string, date: string) {
    await page.getByLabel(label).fill(date)
    await page.getByLabel(label).press('Tab')
  }

  const errorAt = (label: string) =>
    page
      .locator('.field-type')
      .filter({ has: page.getByLabel(label) })
      .last()
      .locator('.field-error')

  const save = () => page.getByRole('button', { name: 'Save', exact: true }).click()

  describe('planning an event', () => {
    it('shows an error at the wrong field, then saves the times of the venue', async () => {
      await page.goto('/admin/collections/events/create')
      await page.getByLabel('Title').fill('Bolt Bowl')
      await page.getByLabel('Description').fill('Robots carry bolts across a field.')
      await page.getByLabel('Time zone').fill('Europe/Berlin')
      await page.getByLabel('Time zone').press('Enter')
      await enterDate('Starts', '3 Jul 2027, 10:00')
      await enterDate('Ends', '3 Jul 2027, 09:00')
      await page.getByLabel('Location').fill('Ulm')
      await page.getByLabel('Capacity').fill('40')
      await save()
      const told = page.getByText('The following field is invalid')
      await page.locator('.payload-toast-item', { has: told, hasText: 'Ends' }).waitFor()
      await errorAt('Ends').getByText('End date must be after start date').waitFor()

      await enterDate('Ends', '3 Jul 2027, 18:00')
      await page.getByText('Berlin time (GMT+2), for you 3 Jul, 12:00').waitFor()
      await save()
      await page.waitForURL(/\/events\/\d+/)

      const [event] = (await panel.api.get('/api/events?where[title][equals]=Bolt Bowl')).body.docs
      expect(event).toMatchObject({
        startDate: '2027-07-03T08:00:00.000Z',
        endDate: '2027-07-03T16:00:00.000Z',
        timezone: 'Europe/Berlin',
        status: 'draft',
      })
    })

    it('has a page that the server renders, before the browser does', async () => {
      const event = await makeEvent()

      const answer = await page.goto(`/admin/collections/events/${event.id}`)

      expect(answer?.status()).toBe(200)
    })

    it('keeps the error when the form state of an earlier change arrives late', async () => {
      const event = await makeEvent()
      const form = `/admin/collections/events/${event.id}`
      const isFormState = (request: Request) =>
        request.method() === 'POST' && request.url().endsWith(form)
      await page.goto(form)
      const refused = page.waitForResponse((response) => response.status() === 400)
      await page.route(`**${form}`, async (route, request) => {
        if (isFormState(request)) await refused
        await route.continue()
      })
      const firstRequest = page.waitForRequest(isFormState)
      await enterDate('Ends', '1 Feb 2020, 12:00')
      const late = await firstRequest
      await save()
      await late.response()

      // The form sends the next change only after it has processed this response. A change in that very
      // moment is not sent: so the test types until the form sends one.
      let nextRequest: Request | undefined
      for (let typed = 1; !nextRequest && typed <= 20; typed += 1) {
        const sent = page.waitForRequest(isFormState, { timeout: 1500 }).catch(() => undefined)
        await page.getByLabel('Title').fill(`Bolt Brawl ${typed}`)
        nextRequest = await sent
      }
      expect(nextRequest).toBeDefined()
      await errorAt('Ends').getByText('End date must be after start date').waitFor()
      await page.unrouteAll()
    })

    it('publishes it', async () => {
      const event = await makeEvent({ status: 'draft', title: 'Line Followers' })
      await page.goto(`/admin/collections/events/${event.id}`)
      await choose(page, 'status', 'Published')
      await save()
      await page.getByText('Updated successfully').waitFor()

      expect((await clientOf(panel.url).get(`/api/events/${event.id}`)).body.status).toBe(
        'published',
      )
      await page.goto('/admin')
      await page.getByRole('link', { name: 'Line Followers' }).waitFor()
    })
  })

  describe('the form of an event', () => {
    it('finds a time zone by a part of its name', async () => {
      const event = await makeEvent()
      await page.goto(`/admin/collections/events/${event.id}`)
      await page.getByLabel('Time zone').fill('new yo')
      await page.getByLabel('Time zone').press('Enter')

      await page.getByText('New York time').first().waitFor()
      await save()
      await page.getByText('Updated successfully').waitFor()
      const { timezone, startDate } = (await panel.api.get(`/api/events/${event.id}`)).body
      expect(timezone).toBe('America/New_York')
      const wallTime = (instant: string, zone: string) =>
        new Date(instant).toLocaleString('en-GB', { timeZone: zone })
      expect(wallTime(startDate, timezone)).toBe(wallTime(event.startDate, 'Europe/Berlin'))
    })

    it.each([
      ['Kyiv', 'Europe/Kyiv'],
      ['kiev', 'Europe/Kyiv'],
      ['Kolkata', 'Asia/Kolkata'],
      ['calcutta', 'Asia/Kolkata'],
      ['Kathmandu', 'Asia/Kathmandu'],
      ['ho chi minh', 'Asia/Ho Chi Minh'],
      ['são paulo', 'America/Sao Paulo'],
    ])('offers the zone of %s', async (typed, zone) => {
      await page.goto('/admin/collections/events/create')
      await page.getByLabel('Time zone').fill(typed)
      await page.getByRole('option', { name: zone.replace('_', ' ') }).waitFor()
    })

    it('begins in the zone of the organiser, and reads typed dates as the locale writes them', async () => {
      await page.goto('/admin/collections/events/create')
      await page.getByText('America/New York').waitFor()
      await enterDate('Starts', '05/01/2027')
      expect(await page.getByLabel('Starts').inputValue()).toBe('5 Jan 2027, 00:00')
      await enterDate('Starts', '5.1.2027 9:30')
      expect(await page.getByLabel('Starts').inputValue()).toBe('5 Jan 2027, 09:30')
      await enterDate('Starts', 'nonsense')
      await errorAt('Starts').getByText('Enter a date such as').waitFor()
      expect(await page.getByLabel('Starts').inputValue()).toBe('nonsense')
      await enterDate('Starts', '6 Jan 2027, 10:00')
      await errorAt('Starts').waitFor({ state: 'detached' })

      const own = (timezone: string) => panel.api.patch(`/api/users/${organiserId}`, { timezone })
      await own('Asia/Tokyo')
      await page.goto('/admin/collections/events/create')
      await page.getByText('Asia/Tokyo').waitFor()
      await own('UTC')
    })

    it('asks before it cancels, and says how many people it tells', async () => {
      const event = await makeEvent({ title: 'Bolt Bash' })
      await panel.api.post('/api/registrations', { event: event.id })
      await page.goto(`/admin/collections/events/${event.id}`)
      await choose(page, 'status', 'Draft')
      await save()
      await page.getByText('This event has registrations: it cannot be a draft again').waitFor()
      await choose(page, 'status', 'Cancelled')
      await save()
      await page.getByRole('heading', { name: 'Cancel Bolt Bash and tell 1 person?' }).waitFor()
      const state = async () => (await panel.api.get(`/api/events/${event.id}`)).body.status
      expect(await state()).toBe('published')
      await page.getByRole('button', { name: 'Keep editing' }).click()
      await save()
      await page.getByRole('button', { name: 'Cancel and tell 1 person' }).click()
      await page.getByText('Updated successfully').waitFor()
      expect(await state()).toBe('cancelled')
    })

    it('is copied as a draft on the day that it asks for', async () => {
      const event = await makeEvent({ title: 'Copied Cup', timezone: 'Europe/Berlin' })
      await page.goto(`/admin/collections/events/${event.id}`)
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('button', { name: 'Duplicate' }).click()
      await page.getByLabel('When does it start?').fill('2031-05-03T10:00')
      await page.getByRole('button', { name: 'Make the copy' }).click()
      await page.getByRole('heading', { name: 'Copied Cup (copy)' }).waitFor()

      const { docs } = (await panel.api.get('/api/events?where[title][equals]=Copied Cup (copy)'))
        .body
      expect(docs).toMatchObject([{ status: 'draft', startDate: '2031-05-03T08:00:00.000Z' }])
    })

    it('does not save over what somebody else has saved, unless told to', async () => {
      const event = await makeEvent({ title: 'First' })
      await page.goto(`/admin/collections/events/${event.id}`)
      // At the first change Payload looks once whether the form is out of date. It must not be yet.
      const looked = page.waitForResponse(
        (response) => response.request().postData()?.includes('"checkForStaleData":true') ?? false,
      )
      await page.getByLabel('Location').fill('Mine')
      await looked
      await panel.api.patch(`/api/events/${event.id}`, { title: 'Theirs' })
      await save()
      await page
        .getByText(`${admin.username} has changed Title since you opened the form`)
        .waitFor()
      expect((await panel.api.get(`/api/events/${event.id}`)).body.location).toBe(event.location)

      await page.getByRole('button', { name: 'Save over it' }).click()
      await page.getByText('Updated successfully').waitFor()
      expect((await panel.api.get(`/api/events/${event.id}`)).body.location).toBe('Mine')
    })

    it('shows the minutes to accept only while places are offered', async () => {
      const event = await makeEvent({ waitlistEnabled: true, waitlistOffers: false })
      await page.goto(`/admin/collections/events/${event.id}`)
      await page.getByRole('button', { name: /^Registration settings/ }).click()
      await page.getByLabel('Offer places to the waitlist').waitFor()
      expect(await page.getByLabel('Minutes to accept').count()).toBe(0)
      await page.getByLabel('Offer places to the waitlist').click()
      await page.getByLabel('Minutes to accept').waitFor()
    })

    it('says why a version cannot be restored', async () => {
      const event = await makeEvent({ maxParticipants: 1 })
      await panel.api.patch(`/api/events/${event.id}`, { maxParticipants: 5 })
      await panel.api.post('/api/registrations', { event: event.id })
      const guest = {
        username: 'restored',
        email: 'restored@example.com',
        password: admin.password,
      }
      const { doc } = (await panel.api.post('/api/users', guest)).body
      await panel.api.post('/api/registrations', { event: event.id, user: doc.id })
      const versions = `/api/events/versions?where[parent][equals]=${event.id}&sort=updatedAt`
      const [first] = (await panel.api.get(versions)).body.docs
      await page.goto(`/admin/collections/events/${event.id}/versions/${first.id}`)
      await page.getByRole('button', { name: 'Restore this version' }).click()
      await page.getByRole('button', { name: 'Confirm' }).click()

      await page.getByText('2 seats are taken').waitFor()
    })

    it('says that an event has ended as soon as its dates are past', async () => {
      const event = await makeEvent({ timezone: 'Europe/Berlin' })
      const notice = page.getByText('This event has ended and accepts no registrations.')
      await page.goto(`/admin/collections/events/${event.id}`)
      await page.getByLabel('Ends').waitFor()
      expect(await notice.count()).toBe(0)

      await enterDate('Starts', '1 Feb 2020, 10:00')
      await enterDate('Ends', '1 Feb 2020, 12:00')
      await notice.waitFor()

      await enterDate('Ends', '1 Feb 2090, 12:00')
      await notice.waitFor({ state: 'detached' })
    })

    it('saves a text with a link, and shows markup as plain text', async () => {
      const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>'
      const event = await makeEvent({ title: markup, location: markup, description: markup })
      await page.goto(`/admin/collections/events/${event.id}`)
      await page.getByRole('heading', { name: markup }).waitFor()
      await page.getByRole('button', { name: /^Page/ }).click()
      await page.getByRole('textbox').and(page.locator('[data-lexical-editor]')).click()
      await page.keyboard.type(`See https://robots.test and ${markup}`)
      await save()
      await page.getByText('Updated successfully').waitFor()

      const { body } = await panel.api.get(`/api/events/${event.id}`)
      const [paragraph] = body.body.root.children
      expect(paragraph.children).toMatchObject([
        { text: 'See ' },
        { type: 'autolink', fields: { url: 'https://robots.test' } },
        { text: ` and ${markup}` },
      ])
      await page.goto('/admin/collections/events?search=onerror')
      await page.getByRole('link', { name: markup }).waitFor()
      expect(await page.locator('img[src="x"]').count()).toBe(0)
    })

    it('shows who changed which fields', async () => {
      const event = await makeEvent({ title: 'Before', timezone: 'Europe/Berlin' })
      const startDate = '2031-01-03T15:00:00.000Z'
      const endDate = '2031-01-03T17:00:00.000Z'
      const edit = { title: 'After', location: 'Neu-Ulm', startDate, endDate }
      await panel.api.patch(`/api/events/${event.id}`, edit)
      await page.goto(`/admin/collections/events/${event.id}`)
      await page.getByRole('link', { name: /^Versions/ }).click()

      const change = page.getByRole('row', { name: /Title.*Location/ })
      await change.getByRole('cell', { name: admin.username }).waitFor()
      await page.getByRole('row', { name: /Created/ }).waitFor()
      await change.getByRole('link').click()
      await page.getByText('Neu-Ulm').first().waitFor()
      await page.getByText('Fri, 3 Jan 2031, 16:00 (Berlin time)').waitFor()
    })
  })

  describe('the list of events', () => {
    it('shows the time at the venue, the status and the seats', async () => {
      await makeEvent({
        title: 'Motor City Regional',
        timezone: 'America/Detroit',
        startDate: '2031-01-03T15:00:00Z',
        endDate: '2031-01-03T23:00:00Z',
        maxParticipants: 40,
      })
      await page.goto('/admin/collections/events')

      const row = page.getByRole('row', { name: /Motor City Regional/ })
      await row.getByText('Fri, 3 Jan 2031, 10:00–18:00').waitFor()
      await row.getByText('Detroit time').waitFor()
      await row.getByText('Published').waitFor()
      await row.getByText('0 / 40').waitFor()

      // The filter Starts equals 3 Jan 2031, as the picker of a browser in New York sends it.
      const day = 'where[or][0][and][0][startDate][equals]=2031-01-03T05:00:00.000Z'
      await page.goto(`/admin/collections/events?${day}`)
      await row.waitFor()
    })

    it('has a filter for past events', async () => {
      await makeEvent({ title: 'Long gone', startDate: inDays(-9), endDate: inDays(-8) })
      await makeEvent({ title: 'Far ahead' })
      await page.goto('/admin/collections/events')
      await page.getByRole('button', { name: 'Past' }).click()
      await page.getByRole('button', { name: 'Past', pressed: true }).waitFor()

      await page.getByRole('link', { name: 'Far ahead' }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Long gone' }).waitFor()

      await page.goto('/admin/collections/events')
      await page.getByRole('button', { name: 'Past', pressed: true }).waitFor()
      await page.getByRole('link', { name: 'Long gone' }).waitFor()
    })

    it('shows no drafts and cancelled events among those that come up', async () => {
      await makeEvent({ title: 'Coming draft', status: 'draft' })
      await makeEvent({ title: 'Coming soon', startDate: inDays(1), endDate: inDays(2) })
      await page.goto('/admin/collections/events')
      await page.getByRole('button', { name: 'Coming up' }).click()
      await page.getByRole('button', { name: 'Coming up', pressed: true }).waitFor()

      await page.getByRole('link', { name: 'Coming soon' }).waitFor()
      await page.getByRole('link', { name: 'Coming draft' }).waitFor({ state: 'detached' })
    })
  })
}
