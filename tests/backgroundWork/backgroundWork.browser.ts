import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { Page } from 'playwright-core'

import { eventData } from '../factories/events.ts'
import { createFailedJob } from '../factories/jobs.ts'
import { signIn } from '../support/browser.ts'
import { type Client, clientOf } from '../support/client.ts'
import { admin, type Panel } from '../support/panel.ts'

export function backgroundWorkTests(panel: Panel) {
  let pool: pg.Pool
  let page: Page
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: panel.databaseUrl, max: 2 })
    page = await panel.openPage()
    await signIn(page, admin)
  })
  afterAll(async () => {
    await pool.end()
    await panel.closePages()
  })
  beforeEach(() => pool.query('DELETE FROM graphile_worker._private_jobs'))

  const attendee = { username: 'otto', email: 'otto@example.com', password: admin.password }
  const job = (name: RegExp) => page.getByRole('listitem', { name })
  const open = () => page.goto('/admin/work')

  const attemptsOf = async (id: string) => {
    const { rows } = await pool.query<{ attempts: number }>(
      'SELECT attempts FROM graphile_worker._private_jobs WHERE id = $1',
      [id],
    )
    return rows[0]?.attempts
  }

  const email = (kind: string, details: object) => ({ key: kind, email: { kind, ...details } })

  describe('the list of failed jobs', () => {
    it('is for staff: others see nothing of it', async () => {
      await clientOf(panel.url).post('/api/users', attendee)
      await createFailedJob(pool, { task: 'sendEmail', payload: {}, error: 'Kept from others' })
      const { username, password } = attendee
      const { token } = (await clientOf(panel.url).post('/api/users/login', { username, password }))
        .body
      const textFor = async (client: Client) => (await client.get('/admin/work')).body as string
      const [signedOut, asAttendee, asAdmin] = [
        await textFor(clientOf(panel.url)),
        await textFor(clientOf(panel.url, token)),
        await textFor(panel.api),
      ]

      expect(signedOut).toContain('/admin/login?redirect=%2Fadmin%2Fwork')
      expect(asAttendee).toContain('/admin/unauthorized')
      expect(asAdmin).toContain('Kept from others')
      expect(signedOut + asAttendee).not.toMatch(/Kept from others|Failed jobs/)
    })

    it('is found in the navigation, and says when no job has failed', async () => {
      await page.goto('/admin')
      await page.getByRole('button', { name: 'Open Menu' }).first().click()
      await page.getByRole('link', { name: 'Background work' }).click()

      await page.getByRole('heading', { name: 'Background work' }).waitFor()
      await page.getByText('Nothing has failed.').waitFor()
    })

    it('has pages', async () => {
      for (let made = 1; made <= 11; made += 1) {
        await createFailedJob(pool, { task: `task${made}`, payload: {}, error: 'No' })
      }
      await open()
      await job(/^Task11$/).waitFor()
      expect(await job(/^Task1$/).count()).toBe(0)
      await page.getByRole('link', { name: 'Older' }).click()

      await job(/^Task1$/).waitFor()
      await page.getByText('Page 2 of 2').waitFor()
    })
  })

  describe('a failed job', () => {
    it('shows its purpose and its error, and is retried', async () => {
      const event = (await panel.api.post('/api/events', eventData({ title: 'Bolt Bowl' }))).body
        .doc
      const error = 'Refused by <img src=x onerror="document.title=1">\ntwo\nthree\nthe very end'
      const id = await createFailedJob(pool, {
        task: 'sendEmail',
        payload: email('eventChanged', { eventId: event.id, userId: 987_654 }),
        error,
      })
      await open()
      const shown = job(/^Email: event changed, Bolt Bowl$/)
      await shown.getByRole('link', { name: 'Bolt Bowl' }).waitFor()
      await shown.getByText('987654 (deleted)').waitFor()
      await shown.getByText('after 25 attempts').waitFor()
      await shown.getByText('Refused by <img src=x').first().waitFor()
      const end = shown.getByText('the very end')
      expect(await end.isVisible()).toBe(false)
      await shown.getByText('Full error').click()
      await end.waitFor()
      expect(await shown.locator('img').count()).toBe(0)

      await shown.getByRole('button', { name: /^Retry/ }).click()
      await page.getByText('The job will be retried').waitFor()
      await shown.waitFor({ state: 'detached' })
      await page.getByText('the oldest for').waitFor()
      expect(await attemptsOf(id)).toBe(0)
    })

    it('is discarded after a confirmation, and stays without one', async () => {
      const ada = (await panel.api.get(`/api/users?where[username][equals]=${admin.username}`)).body
      const of = (kind: string) =>
        createFailedJob(pool, {
          task: 'sendEmail',
          payload: email(kind, { userId: ada.docs[0].id }),
          error: 'connect ECONNREFUSED',
        })
      const [dropped, kept] = [await of('welcome'), await of('reminderDay')]
      await open()
      await page.getByRole('button', { name: 'Discard Email: welcome, ada' }).click()
      await page.getByRole('heading', { name: 'Discard this job?' }).waitFor()
      await page.getByRole('button', { name: 'Keep it' }).click()
      await page.getByRole('heading', { name: 'Discard this job?' }).waitFor({ state: 'hidden' })
      expect(await attemptsOf(dropped)).toBe(25)

      await page.getByRole('button', { name: 'Discard Email: welcome, ada' }).click()
      await page.getByRole('button', { name: 'Discard the job' }).click()
      await page.getByText('The job was discarded').waitFor()
      await job(/welcome/).waitFor({ state: 'detached' })
      await job(/reminder a day before/).waitFor()
      expect([await attemptsOf(dropped), await attemptsOf(kept)]).toEqual([undefined, 25])
    })

    it('that somebody else has discarded is gone from the list without an error', async () => {
      const id = await createFailedJob(pool, { task: 'ping', payload: {}, error: 'No' })
      await open()
      await job(/^Ping$/).waitFor()
      await panel.api.delete(`/api/jobs/${id}`)
      await page.getByRole('button', { name: 'Retry Ping' }).click()

      await page.getByText('This job is no longer among the failed jobs').waitFor()
      await job(/^Ping$/).waitFor({ state: 'detached' })
    })
  })

  describe('the schedule', () => {
    const row = (name: RegExp) => page.getByRole('row', { name })

    it('shows the last run of each task, and which need attention', async () => {
      await pool.query(
        `INSERT INTO scheduled_runs (task, tick, started_at, finished_at, outcome, report) VALUES
        ('remind', date_trunc('minute', now()), now(), now() + interval '40 ms', 'succeeded', '12 emails'),
        ('vacuum', now() - interval '1 hour', now() - interval '1 hour',
          now() - interval '58 minutes', 'failed', 'lock timeout'),
        ('closeEnded', now() - interval '1 day', now() - interval '1 day', now() - interval '1 day',
          'succeeded', 'none')`,
      )
      await open()

      const remind = row(/^Send event reminders/)
      await remind.getByText('Every minute').waitFor()
      await remind.getByText('12 emails').waitFor()
      await remind.getByText('40 ms').waitFor()
      await row(/^Vacuum the busiest/)
        .getByText('Failed')
        .waitFor()
      await row(/^Vacuum the busiest/)
        .getByText('lock timeout')
        .waitFor()
      await row(/^Vacuum the busiest/)
        .getByText('2 minutes')
        .waitFor()
      await row(/^Close waitlists/)
        .getByText('Is a worker running?')
        .waitFor()
      await row(/^Send daily digests/)
        .getByText('Never')
        .waitFor()
      await row(/^Send daily digests/)
        .getByText('At 5 minutes past the hour')
        .waitFor()
      expect(await remind.getByText('Is a worker running?').count()).toBe(0)
    })
  })
}
