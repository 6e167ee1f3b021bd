import type { Env } from '../../runtime/env/env.ts'
import { publicOrigin } from '../../runtime/env/publicOrigin.ts'

const fillToken = (template: string, token: string) =>
  template.replaceAll('{token}', encodeURIComponent(token))

/** The link to the page that sets a new password. */
export const passwordResetLink = (env: Env, token: string): string =>
  fillToken(env.PASSWORD_RESET_URL ?? `${publicOrigin(env)}/admin/reset/{token}`, token)

/** The link to the page that confirms an address. Browsers do not send the part after #: no log has it. */
export const emailConfirmLink = (env: Env, token: string): string =>
  fillToken(env.EMAIL_CONFIRM_URL ?? `${publicOrigin(env)}/confirm-email#{token}`, token)

/** The link to the page that gives an account back to its old address. */
export const emailRestoreLink = (env: Env, token: string): string =>
  `${publicOrigin(env)}/restore-email#${token}`

/** The link to the page that ends the emails of a topic. */
export const unsubscribeLink = (env: Env, token: string): string =>
  `${publicOrigin(env)}/unsubscribe?token=${encodeURIComponent(token)}`

/** The link to an endpoint of webhooks in the panel. */
export const webhookLink = (env: Env, id: number): string =>
  `${publicOrigin(env)}/admin/collections/webhooks/${id}`
