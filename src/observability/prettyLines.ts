import type { PrettyOptions } from 'pino-pretty'

/** Characters with which a name or a message could forge lines or control the terminal. */
// eslint-disable-next-line no-control-regex -- the pattern has to name these characters
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

/** A short description of a request, or the message of any other line. */
const textOf = ({ msg = '', method, path, status, ms }: Line) =>
  path === undefined ? msg : `${method} ${path} ${status} in ${ms} ms`

const ownerOf = ({ requestId, userId }: Line) =>
  (requestId ? ` (${requestId}` : '') + (requestId && userId ? `, user ${userId}` : '')

/** The log as text. Control characters are escaped, so a line stays one line. */
export const prettyOptions: PrettyOptions = {
  ignore:
    'pid,hostname,name,requestId,userId,traceId,operation,method,route,path,status,ms,bytes,address,task,jobId,attempt',
  translateTime: 'SYS:HH:MM:ss',
  messageFormat: (line) => {
    const owner = ownerOf(line)
    return visible(`${textOf(line)}${owner && `${owner})`}`)
  },
}
