export { purgeEmailChanges } from './queries/emailChanges.ts'
export { authenticate } from './authenticate.ts'
export { panelCaller } from './panelSession.ts'
export {
  confirmationLifetimeSeconds,
  restorationLifetimeSeconds,
  tokensOf,
  unsubscribeLifetimeSeconds,
} from './tokens.ts'
export { findCredentials } from './queries/principals.ts'
export { purgeExpiredCredentials } from './queries/purge.ts'
export type { Role } from './rules.ts'
export { checkOwnEvents } from './quotas.ts'
