import { z } from 'zod'

const listed = (text: string) =>
  text
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean)

/** Whether it is an origin as browsers send it: anything else would never be met in a request. */
function isOrigin(text: string): boolean {
  // Apps in a web view have schemes of their own, of which `URL` knows no origin.
  if (!/^[a-z][a-z\d+.-]*:\/\/[^/?#@*\s]+$/.test(text)) return false
  return !text.startsWith('http') || (URL.canParse(text) && new URL(text).origin === text)
}

const isHostPattern = (text: string) => /^(\*|(\*\.)?[\w-]+(\.[\w-]+)*|\[[\da-f:.]+\])$/.test(text)

/** Origins separated by commas, each such as `https://app.example.com`, or `*`. */
export const originList = z
  .string()
  .transform(listed)
  .refine((origins) => origins.every((origin) => origin === '*' || isOrigin(origin)), {
    error:
      'must be origins such as https://app.example.com separated by commas, without a path or a slash at the end',
  })

/** Names of hosts separated by commas, without ports, each such as `*.example.com`, or `*`. */
export const hostList = z
  .string()
  .transform(listed)
  .refine((hosts) => hosts.every(isHostPattern), {
    error: 'must be names of hosts such as events.example.com separated by commas, without ports',
  })
