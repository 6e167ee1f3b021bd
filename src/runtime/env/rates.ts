import proxyaddr from 'proxy-addr'
import { z } from 'zod'

/** A limit: a number of uses within a window of seconds. */
export interface Rate {
  quota: number
  window: number
}

/** `100/900` is 100 uses within 15 minutes. */
export const rate = z
  .string()
  .regex(/^[1-9]\d{0,7}\/[1-9]\d{0,5}$/, {
    error: 'must be a number, a slash and a number of seconds, as in 100/900',
  })
  .transform((text): Rate => {
    const [quota, window] = text.split('/').map(Number)
    return { quota: quota!, window: window! }
  })

/** Whether an address is a trusted proxy: its `X-Forwarded-For` is believed. */
export type TrustsProxy = (address: string, hop: number) => boolean

/** Addresses, networks and names of `proxy-addr` such as `loopback`, separated by commas. */
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
