import { describe, expect, it } from '@jest/globals'

import { jobWords } from '../../src/features/backgroundWork/jobDescription.ts'

describe('the words for a job', () => {
  it('name the letter and whom it concerns', () => {
    const letter = { kind: 'registrationConfirmed', userId: 3, eventId: 5, registrationId: 8 }

    expect(jobWords('sendLetter', { key: '1', letter })).toEqual({
      title: 'Letter: registration confirmed',
      userId: 3,
      eventId: 5,
      registrationId: 8,
    })
  })

  it('name the change that is told to all', () => {
    const change = { id: '9', type: 'event.changed', data: { eventId: 5, changes: {} } }

    expect(jobWords('announceChange', change)).toEqual({
      title: 'Letters to all: event changed',
      eventId: 5,
    })
  })

  it('name the task of the schedule', () => {
    const tick = '2026-11-23T03:42:00.000Z'

    expect(jobWords('runScheduled', { task: 'vacuum', tick })).toEqual({
      title: 'Schedule: Tidy the tables that change most',
      tick,
    })
    expect(jobWords('runScheduled', { task: 'oldTask', tick }).title).toBe('Schedule: Old task')
  })

  it.each([
    ['of a task that nobody knows', 'pingSearch', { eventId: 4 }, 'Ping search', 4],
    ['with no payload', 'sendLetter', null, 'Send letter', undefined],
    ['of a batch', 'sendLetter', [{ letter: {} }], 'Send letter', undefined],
    ['with a letter of no kind', 'sendLetter', { letter: {} }, 'Letter: of no kind', undefined],
    [
      'with a reminder',
      'sendLetter',
      { letter: { kind: 'reminderDay' } },
      'Letter: reminder a day before',
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
    const words = jobWords(task, payload)

    expect([words.title, words.eventId]).toEqual([title, eventId])
  })
})
