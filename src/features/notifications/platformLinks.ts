import type { Env } from '../../runtime/env/env.ts'
import { publicOrigin } from '../../runtime/env/publicOrigin.ts'

const fillToken = (template: string, token: string) =>
  template.replaceAll('{token}', encodeURIComponent(token))

/** Whether attendees use the pages of this server: there are some, and no app of the operator's own. */
const hasPages = ({ PUBLIC_APP_URL, PUBLIC_PAGES }: Env) =>
  PUBLIC_PAGES && PUBLIC_APP_URL === undefined

/**
 * The link to the page that sets a new password: of the public pages for attendees, of the panel for those who
 * may use it.
 */
export function passwordResetLink(env: Env, token: string, isAttendee: boolean): string {
  const page =
    hasPages(env) && isAttendee ? '/reset-password?token={token}' : '/admin/reset/{token}'
  return fillToken(env.PASSWORD_RESET_URL ?? `${publicOrigin(env)}${page}`, token)
}

/** The link to the page that confirms an address. */
export const emailConfirmLink = (env: Env, token: string): string =>
  fillToken(env.EMAIL_CONFIRM_URL ?? `${publicOrigin(env)}/confirm-email?token={token}`, token)

/** The link to the page that gives an account back to its old address. */
export const emailRestoreLink = (env: Env, token: string): string =>
  fillToken(`${publicOrigin(env)}/restore-email?token={token}`, token)

/**
 * The link to what is a person's own of an event: their place, the offer that they can accept, their ticket.
 * Undefined when attendees use an app of the operator's own.
 */
export const registrationLink = (env: Env, eventId: number): string | undefined =>
  env.EVENT_URL === undefined && hasPages(env)
    ? `${publicOrigin(env)}/my/events/${eventId}`
    : undefined

/** The link to the page that ends the emails of a topic. */
export const unsubscribeLink = (env: Env, token: string): string =>
  `${publicOrigin(env)}/unsubscribe?token=${encodeURIComponent(token)}`

/** The link to an endpoint of webhooks in the panel. */
export const webhookLink = (env: Env, id: number): string =>
  `${publicOrigin(env)}/admin/collections/webhooks/${id}`
