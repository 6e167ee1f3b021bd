export { checkClaim } from './accountLimits.ts'
export { authenticate, bearerOf } from './authenticate.ts'
export type { Role } from './roles.ts'
export {
  confirmationLifetimeSeconds,
  type TokenClaims,
  unsubscribeLifetimeSeconds,
} from './tokens.ts'
export { tokensOf } from './tokensOf.ts'
export { purgeExpiredCredentials } from './queries/purge.ts'
