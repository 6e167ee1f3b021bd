import type { Env } from '../../runtime/env/env.ts'

/**
 * The origin of all links in emails. It never comes from the request: an attacker could request another
 * person's link with the attacker's server in the `Host` header, and receive the secret from the click.
 */
export const emailOrigin = ({ PUBLIC_URL, PORT }: Env) => PUBLIC_URL ?? `http://localhost:${PORT}`

const fillToken = (template: string, token: string) =>
  template.replaceAll('{token}', encodeURIComponent(token))

/** The link to the page that sets a new password. */
export const passwordResetLink = (env: Env, token: string): string =>
  fillToken(env.PASSWORD_RESET_URL ?? `${emailOrigin(env)}/admin/reset/{token}`, token)

/** The link to the page that confirms an address. Browsers do not send the part after #: no log has it. */
export const emailConfirmLink = (env: Env, token: string): string =>
  fillToken(env.EMAIL_CONFIRM_URL ?? `${emailOrigin(env)}/confirm-email#{token}`, token)

/** The link to the page that gives an account back to its old address. */
export const emailRestoreLink = (env: Env, token: string): string =>
  `${emailOrigin(env)}/restore-email#${token}`

/** The link to the page that ends the emails of a topic. */
export const unsubscribeLink = (env: Env, token: string): string =>
  `${emailOrigin(env)}/unsubscribe?token=${encodeURIComponent(token)}`
