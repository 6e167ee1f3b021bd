import proxyaddr from 'proxy-addr'
import { z } from 'zod'

/** How often something may be done: so many times within a window of so many seconds. */
export interface Rate {
  quota: number
  window: number
}

/** `100/900` is a hundred times within a quarter of an hour. */
export const rate = z
  .string()
  .regex(/^[1-9]\d{0,7}\/[1-9]\d{0,5}$/, {
    error: 'must be a number, a slash and a number of seconds, as in 100/900',
  })
  .transform((text): Rate => {
    const [quota, window] = text.split('/').map(Number)
    return { quota: quota!, window: window! }
  })

/** Whether an address is that of a proxy whose word on where a request comes from is taken. */
export type TrustsProxy = (address: string, hop: number) => boolean

/** Addresses, networks, and the names that `proxy-addr` has for some, separated by commas. */
export const proxies = z.string().transform((text, context): TrustsProxy => {
  try {
    return proxyaddr.compile(text.split(',').map((one) => one.trim()))
  } catch {
    const message =
      'must be addresses, networks as in 10.0.0.0/8, loopback, linklocal or uniquelocal'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
})
