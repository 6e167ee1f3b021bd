import { boundedLine, boundedLines } from '../../shared/boundedText.ts'

/** The event that a link adds to a calendar. */
export interface LinkedEvent {
  id: number
  title: string
  description: string
  location: string
  /** ISO 8601. */
  startDate: string
  endDate: string
  /** The zone of the venue (IANA). */
  timezone: string
  /** The URL of the event's page. */
  link?: string | undefined
}

export interface CalendarLinks {
  google: string
  outlook: string
  office365: string
  ics: string
}

/** Characters of each text in a link, as the URL has them. Outlook cuts URLs with more than 2,000. */
const maxEncoded = { title: 400, location: 300, description: 600 }

/** The beginning of a text that has at most so many characters in a URL. */
function fitting(text: string, maximum: number): string {
  if (encodeURIComponent(text).length <= maximum) return text
  let fits = ''
  let length = encodeURIComponent('…').length
  for (const character of text) {
    length += encodeURIComponent(character).length
    if (length > maximum) break
    fits += character
  }
  return `${fits.trimEnd()}…`
}

const utc = (instant: string) => `${new Date(instant).toISOString().slice(0, 19)}Z`
const basic = (instant: string) => utc(instant).replace(/[-:]/g, '')

const withQuery = (url: string, query: Record<string, string>) =>
  `${url}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`

const outlookPath = 'calendar/0/deeplink/compose'

/** The path of an event's calendar file. */
const eventCalendarPath = (id: number): string => `/api/v1/events/${id}/calendar.ics`

/**
 * The links that add an event to a calendar: forms of Google and Microsoft that are filled in, and the event
 * as a file.
 *
 * @param origin scheme and host of this server
 */
export function calendarLinks(event: LinkedEvent, origin: string): CalendarLinks {
  const title = fitting(boundedLine(event.title, 200), maxEncoded.title)
  const location = fitting(boundedLine(event.location, 255), maxEncoded.location)
  const text = fitting(boundedLines(event.description, 600), maxEncoded.description)
  const about = event.link === undefined ? text : `${text}\n\n${event.link}`
  const outlook = {
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: utc(event.startDate),
    enddt: utc(event.endDate),
    location,
    body: about,
  }
  return {
    google: withQuery('https://calendar.google.com/calendar/render', {
      action: 'TEMPLATE',
      text: title,
      dates: `${basic(event.startDate)}/${basic(event.endDate)}`,
      ctz: event.timezone,
      location,
      details: about,
    }),
    outlook: withQuery(`https://outlook.live.com/${outlookPath}`, outlook),
    office365: withQuery(`https://outlook.office.com/${outlookPath}`, outlook),
    ics: new URL(eventCalendarPath(event.id), origin).href,
  }
}
