import type { Env } from './env.ts'

/**
 * The origin of the links in emails and of the names of calendar entries. It never comes from the request:
 * an attacker could request another person's link with the attacker's server in the `Host` header, and
 * receive the secret from the click.
 */
export const publicOrigin = ({ PUBLIC_URL, PORT }: Pick<Env, 'PUBLIC_URL' | 'PORT'>): string =>
  PUBLIC_URL ?? `http://localhost:${PORT}`
