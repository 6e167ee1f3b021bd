import type { Env } from '../../runtime/env/env.ts'

/**
 * Never from the request: whoever asks for somebody else's link could name their own server in the
 * `Host` header, and be sent the secret by whoever follows the link.
 */
export const origin = ({ PUBLIC_URL, PORT }: Env) => PUBLIC_URL ?? `http://localhost:${PORT}`

const filled = (template: string, token: string) =>
  template.replaceAll('{token}', encodeURIComponent(token))

/** Where somebody sets a new password with that token. */
export const passwordResetLink = (env: Env, token: string): string =>
  filled(env.PASSWORD_RESET_URL ?? `${origin(env)}/admin/reset/{token}`, token)

/** Where somebody confirms their address. Browsers keep what follows # to themselves: no log has it. */
export const emailConfirmLink = (env: Env, token: string): string =>
  filled(env.EMAIL_CONFIRM_URL ?? `${origin(env)}/confirm-email#{token}`, token)

/** Where somebody says that they want no more mail of a kind. */
export const unsubscribeLink = (env: Env, token: string): string =>
  `${origin(env)}/unsubscribe?token=${encodeURIComponent(token)}`
