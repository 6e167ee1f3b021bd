import type { RequestContext } from '../../shared/requestContext.ts'

/** A request that has ended. */
export interface EndedRequest {
  method: string
  route: string
  path: string
  status: number
  /** The length of its body, where the answer says it: to ask the socket costs as much as all else here. */
  bytes: number | string | undefined
}

const numbers = { debug: 20, info: 30, warn: 40 } as const

export type Level = keyof typeof numbers

const more = ({ userId, operation, span }: RequestContext) =>
  (userId === undefined ? '' : `,"userId":${userId}`) +
  (operation === undefined ? '' : `,"operation":${JSON.stringify(operation)}`) +
  (span === undefined ? '' : `,"traceId":"${span.traceId}"`)

const length = (bytes: EndedRequest['bytes']) =>
  bytes === undefined ? '' : `,"bytes":${Number(bytes)}`

/**
 * The line of the log about a request, as pino would write it. By hand, which takes a third of the
 * time: a server writes more of these than of all others together, in the middle of a rush.
 */
export const requestLine = (
  level: Level,
  context: RequestContext,
  { method, route, path, status, bytes }: EndedRequest,
  ms: number,
): string =>
  // What comes from outside may hold anything but what was checked: the id has no quotes.
  `{"level":${numbers[level]},"time":${Date.now()},"pid":${process.pid}` +
  `,"requestId":"${context.id}"${more(context)},"method":"${method}","route":${JSON.stringify(route)}` +
  `,"path":${JSON.stringify(path)},"status":${status},"ms":${ms.toFixed(2)}${length(bytes)}` +
  `,"address":${JSON.stringify(context.address)},"msg":"request"}\n`
