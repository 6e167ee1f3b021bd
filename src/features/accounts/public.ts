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
export { checkMail, checkOwnMail, checkSender, checkSignUp } from './accountLimits.ts'
export {
  changeOwnEmail,
  changeOwnPassword,
  changeOwnProfile,
  checkOwnPassword,
  readOwnAccount,
} from './changeOwnAccount.ts'
export { sendConfirmation } from './confirmEmail.ts'
export { createAccount } from './createAccount.ts'
export { deleteOwnAccount } from './deleteOwnAccount.ts'
export { requestPasswordReset, resetPassword } from './resetPassword.ts'
export {
  CredentialsSchema,
  CurrentPasswordSchema,
  EmailChangeSchema,
  ForgottenSchema,
  NewPasswordSchema,
  PasswordChangeSchema,
  ProfileSchema,
  SignUpSchema,
} from './schemas.ts'
export { checkCredentials } from './signIn.ts'
export {
  endWebSession,
  readWebSession,
  signOutEverywhere,
  startWebSession,
  type WebSession,
} from './webSessions.ts'
export { lockOwned } from './queries/owned.ts'
export { checkOwnEvents, checkOwnUploads } from './quotas.ts'
