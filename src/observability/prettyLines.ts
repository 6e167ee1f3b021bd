import type { PrettyOptions } from 'pino-pretty'

/** What a name or a message may hold to draw lines of its own, or to take hold of the terminal. */
// eslint-disable-next-line no-control-regex -- those are what it is about
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

const visible = (text: string) =>
  text.replace(controls, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

interface Line {
  msg?: string
  requestId?: string
  userId?: number
  method?: string
  path?: string
  status?: number
  ms?: number
}

/** A request in a few words, anything else in its own. */
const wordsOf = ({ msg = '', method, path, status, ms }: Line) =>
  path === undefined ? msg : `${method} ${path} ${status} in ${ms} ms`

const whoseOf = ({ requestId, userId }: Line) =>
  (requestId ? ` (${requestId}` : '') + (requestId && userId ? `, user ${userId}` : '')

/** The log for people: a line is a line, whatever somebody is called. */
export const prettyOptions: PrettyOptions = {
  ignore:
    'pid,hostname,name,requestId,userId,traceId,operation,method,route,path,status,ms,bytes,address,task,jobId,attempt',
  translateTime: 'SYS:HH:MM:ss',
  messageFormat: (line) => {
    const whose = whoseOf(line)
    return visible(`${wordsOf(line)}${whose && `${whose})`}`)
  },
}
