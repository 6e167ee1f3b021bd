import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { createUser, signedInUser } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'

/** What becomes of an email that the mail server does not take. */
let platform: MailPlatform
let mail: MailPlatform['mail']
let post: MailPlatform['post']

beforeAll(async () => {
  platform = await startMailPlatform()
  ;({ mail, post } = platform)
})

afterAll(() => platform.stop())

const jobs = async (email: string) =>
  (
    await poolOf(platform.payload).query<{ attempts: number; last_error: string; run_at: Date }>(
      `SELECT attempts, last_error, run_at FROM graphile_worker._private_jobs
       WHERE (payload -> 'email' ->> 'userId')::int = (SELECT id FROM users WHERE email = $1)`,
      [email],
    )
  ).rows

const userOf = async (id: number) =>
  platform.payload.findByID({ collection: 'users', id, overrideAccess: true })

describe('a mail server', () => {
  it('that refuses an address for good has it marked, and is not asked again', async () => {
    mail.refuse((address) =>
      address.startsWith('gone') ? { code: 550, message: '5.1.1 No such user' } : undefined,
    )
    const { user, token } = await signedInUser(platform.payload, 'attendee', { username: 'gone' })

    const marked = await eventually(
      () => userOf(user.id),
      ({ mail: { failingSince } = {} }) => Boolean(failingSince),
      10_000,
    )

    expect(marked.mail!.failure).toContain('5.1.1 No such user')
    await eventually(
      () => jobs(user.email),
      (left) => left.length === 0,
    )
    let asked = 0
    mail.refuse(() => {
      asked += 1
      return undefined
    })
    const event = await createEvent(platform.payload, {})
    await clientOf(platform.url, token).post(`/api/v1/events/${event.id}/register/`)
    const other = await createUser(platform.payload)
    await post.next(other.email, 'Welcome')
    expect(asked).toBe(1)
  })

  it('is asked again once the user has another address', async () => {
    mail.refuse((address) =>
      address.startsWith('moved-away') ? { code: 550, message: 'No' } : undefined,
    )
    const user = await createUser(platform.payload, 'attendee', { username: 'moved-away' })
    await eventually(
      () => userOf(user.id),
      (now) => Boolean(now.mail?.failingSince),
      10_000,
    )

    await platform.payload.update({
      collection: 'users',
      id: user.id,
      data: { email: 'arrived@example.com' },
      overrideAccess: true,
    })

    await post.next('arrived@example.com', 'Confirm your email address')
    expect((await userOf(user.id)).mail).toMatchObject({ failingSince: null, failure: null })
  })

  it('that has no time now is asked again later', async () => {
    let tries = 0
    mail.refuse((address) => {
      if (!address.startsWith('busy')) return undefined
      tries += 1
      return tries === 1 ? { code: 451, message: '4.7.1 Try again later' } : undefined
    })
    const user = await createUser(platform.payload, 'attendee', { username: 'busy' })

    const [waiting] = await eventually(
      () => jobs(user.email),
      (all) => Boolean(all[0]?.last_error),
      10_000,
    )

    expect(waiting!.last_error).toContain('4.7.1')
    expect(waiting!.run_at.getTime()).toBeGreaterThan(Date.now() - 1000)
    await post.next(user.email, 'Welcome')
    expect((await userOf(user.id)).mail?.failingSince ?? null).toBeNull()
  })

  it('that is away delays emails and nothing else', async () => {
    await mail.stop()
    const user = await createUser(platform.payload, 'attendee', { username: 'patient' })

    const [waiting] = await eventually(
      () => jobs(user.email),
      (all) => Boolean(all[0]?.last_error),
      15_000,
    )

    expect(waiting!.attempts).toBe(1)
    expect(waiting!.last_error).toMatch(/ECONNREFUSED/)
  })
})
