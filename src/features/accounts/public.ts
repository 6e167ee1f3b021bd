export { authenticate } from './authenticate.ts'
export type { Role } from './roles.ts'
export { confirmationLifetimeSeconds, tokensOf, unsubscribeLifetimeSeconds } from './tokens.ts'
export { purgeExpiredCredentials } from './queries/purge.ts'
