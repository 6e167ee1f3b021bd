import { z } from 'zod'

const entriesOf = (text: string) =>
  text
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean)

/** Whether a text is an origin in the form that browsers send. No other form can match a request. */
function isOrigin(text: string): boolean {
  // Apps in a web view use their own schemes, for which `URL` returns no origin.
  if (!/^[a-z][a-z\d+.-]*:\/\/[^/?#@*\s]+$/.test(text)) return false
  return !text.startsWith('http') || (URL.canParse(text) && new URL(text).origin === text)
}

const isHostPattern = (text: string) => /^(\*|(\*\.)?[\w-]+(\.[\w-]+)*|\[[\da-f:.]+\])$/.test(text)

/** Origins separated by commas, each such as `https://app.example.com`, or `*`. */
export const originList = z
  .string()
  .transform(entriesOf)
  .refine((origins) => origins.every((origin) => origin === '*' || isOrigin(origin)), {
    error:
      'must be origins such as https://app.example.com separated by commas, without a path or a slash at the end',
  })

/** Host names separated by commas, without ports, each such as `*.example.com`, or `*`. */
export const hostList = z
  .string()
  .transform(entriesOf)
  .refine((hosts) => hosts.every(isHostPattern), {
    error: 'must be names of hosts such as events.example.com separated by commas, without ports',
  })
