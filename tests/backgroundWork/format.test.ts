import { describe, expect, it } from '@jest/globals'

import {
  formatCron,
  formatDuration,
  firstLines,
} from '../../src/features/backgroundWork/admin/format.ts'

describe('the words of the background work', () => {
  it.each([
    ['* * * * *', 'Every minute'],
    ['*/5 * * * *', 'Every 5 minutes'],
    ['7 * * * *', 'At 7 minutes past the hour'],
    ['42 3 * * *', 'At 03:42 (UTC)'],
    ['0 6 * * 1', 'At 06:00, only on Monday (UTC)'],
    ['0 8-18 * * *', 'Every hour, between 08:00 and 18:00 (UTC)'],
    ['30 12 13 * 5', 'At 12:30, on day 13 of the month, only on Friday (UTC)'],
  ])('say of %s: %s', (cron, words) => {
    expect(formatCron(cron)).toBe(words)
  })

  it.each([
    [-3, '0 ms'],
    [12.6, '13 ms'],
    [1000, '1 second'],
    [119_999, '1 minute'],
    [7_200_000, '2 hours'],
    [40 * 86_400_000, '40 days'],
  ])('say for %d milliseconds: %s', (millis, words) => {
    expect(formatDuration(millis)).toBe(words)
  })

  it('cut an error off after three lines, or where they become too long', () => {
    expect(firstLines('one\ntwo\n')).toEqual({ text: 'one\ntwo', isWhole: true })
    expect(firstLines('one\ntwo\nthree\nfour')).toEqual({ text: 'one\ntwo\nthree', isWhole: false })
    expect(firstLines('x'.repeat(281))).toEqual({ text: 'x'.repeat(280), isWhole: false })
    expect(firstLines('')).toEqual({ text: '', isWhole: true })
  })
})
