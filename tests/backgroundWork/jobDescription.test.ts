import { describe, expect, it } from '@jest/globals'

import { jobDescription } from '../../src/features/backgroundWork/jobDescription.ts'

describe('the words for a job', () => {
  it('name the email and whom it concerns', () => {
    const email = { kind: 'registrationConfirmed', userId: 3, eventId: 5, registrationId: 8 }

    expect(jobDescription('sendEmail', { key: '1', email })).toEqual({
      title: 'Email: registration confirmed',
      userId: 3,
      eventId: 5,
      registrationId: 8,
    })
  })

  it('name the change that emails are sent about', () => {
    const change = { id: '9', type: 'event.changed', data: { eventId: 5, changes: {} } }

    expect(jobDescription('announceChange', change)).toEqual({
      title: 'Emails about a change: event changed',
      eventId: 5,
    })
  })

  it('name the task of the schedule', () => {
    const tick = '2026-11-23T03:42:00.000Z'

    expect(jobDescription('runScheduled', { task: 'vacuum', tick })).toEqual({
      title: 'Schedule: Vacuum the busiest tables',
      tick,
    })
    expect(jobDescription('runScheduled', { task: 'oldTask', tick }).title).toBe(
      'Schedule: Old task',
    )
  })

  it.each([
    ['of a task that nobody knows', 'pingSearch', { eventId: 4 }, 'Ping search', 4],
    ['with no payload', 'sendEmail', null, 'Send email', undefined],
    ['of a batch', 'sendEmail', [{ email: {} }], 'Send email', undefined],
    ['with an email of no kind', 'sendEmail', { email: {} }, 'Email: unknown kind', undefined],
    [
      'with a reminder',
      'sendEmail',
      { email: { kind: 'reminderDay' } },
      'Email: reminder a day before',
      undefined,
    ],
    ['with an id that is none', 'x', { eventId: "1'; --" }, 'X', undefined],
    ['with an id that no table holds', 'x', { eventId: 3_000_000_000 }, 'X', undefined],
    [
      'with a task that is an old name',
      'runScheduled',
      { task: 'toString' },
      'Run scheduled',
      undefined,
    ],
  ])('are found for one %s', (_what, task, payload, title, eventId) => {
    const words = jobDescription(task, payload)

    expect([words.title, words.eventId]).toEqual([title, eventId])
  })
})
