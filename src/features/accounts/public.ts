export { authenticate } from './authenticate.ts'
export { confirmationLifetimeSeconds, tokensOf, unsubscribeLifetimeSeconds } from './tokens.ts'
export { purgeExpiredCredentials } from './queries/purge.ts'
export type { Role } from './rules.ts'
