import { entityTagOfBody, matchesIfNoneMatch } from '../../http/conditionalRequests.ts'
import type { HttpRequest, Reply } from '../../http/route.ts'
import type { Feed } from './publicFeeds.ts'

export const calendarType = 'text/calendar; charset=utf-8'

/** Lets a browser give the file a name, and open it with the calendar. */
export const dispositionOf = ({ fileName }: Feed): string => `attachment; filename="${fileName}"`

/** A calendar as a response, or the 304 for a client that has it already. */
export function calendarReply(feed: Feed, { headers }: HttpRequest, more = {}): Reply {
  const tag = entityTagOfBody(feed.content)
  const caching = { ETag: tag, ...more }
  if (matchesIfNoneMatch(headers['if-none-match'], tag)) return { status: 304, headers: caching }
  return {
    status: 200,
    text: { type: calendarType, content: feed.content },
    headers: { ...caching, 'Content-Disposition': dispositionOf(feed) },
  }
}
