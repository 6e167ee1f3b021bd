import { z } from '../../http/zod.ts'

/** The text of a calendar (RFC 5545). */
export const CalendarSchema = z.string().openapi({
  example: [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Robo Events//Robo Events Platform//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:event-7@events.example.org',
    'DTSTAMP:20310201T120000Z',
    'DTSTART:20310503T080000Z',
    'DTEND:20310503T160000Z',
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'SUMMARY:Bolt Bowl',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
})

export const FeedUrlSchema = z
  .object({
    url: z.url().openapi({
      description: 'The address of the feed. Who knows it can read it, so it is shown this once',
    }),
  })
  .openapi('FeedUrl')

export const CalendarLinksSchema = z
  .object({
    google: z.url(),
    outlook: z.url().openapi({ description: 'For private accounts (outlook.com)' }),
    office365: z.url().openapi({ description: 'For accounts of schools and companies' }),
    ics: z.url().openapi({ description: 'The event as a file, for every other calendar' }),
  })
  .openapi('CalendarLinks')

/** A text that cannot be a secret is a 404, like a wrong one. */
export const SecretParams = z.object({ secret: z.string().max(200) })
