import { languages } from '../../shared/languages.ts'
import { confirmEmail, invalidLink, sendConfirmation } from './confirmEmail.ts'
import { createAccount } from './createAccount.ts'
import { deleteOwnAccount } from './deleteOwnAccount.ts'
import { restoreEmail } from './restoreEmail.ts'
import { requestPasswordReset, resetPassword } from './resetPassword.ts'
import { endSession, refreshDelayMs, refreshSession } from './sessions.ts'
import { signIn } from './signIn.ts'
import {
  AccountSchema,
  CallerSchema,
  ConfirmationSchema,
  CredentialsSchema,
  ForgottenSchema,
  NewAccountSchema,
  NewPasswordSchema,
  RefreshSchema,
  TokenPairSchema,
} from './schemas.ts'
import { defineRoute } from '../../http/route.ts'
import { checkRefresh, checkSignUp, checkOwnMail, checkSender } from './accountLimits.ts'

const tag = 'Signing in'
const audience = 'ignores-sign-in'
const bodyErrors = [409, 422]

const register = defineRoute({
  method: 'post',
  path: '/auth/register/',
  operationId: 'registerAccount',
  summary: 'Creates an account for an attendee',
  tag,
  audience,
  body: NewAccountSchema,
  responses: { 201: { description: 'The account', schema: AccountSchema } },
  errors: bodyErrors,
  handle: async ({ body, http, payload, req }) => {
    await checkSignUp(payload)
    const { id, username, email } = await createAccount(req, {
      username: body.username,
      email: body.email,
      password: body.password,
      language: body.language ?? http.acceptedLanguage(languages),
      timezone: body.timezone,
    })
    return { id, username, email }
  },
})

const login = defineRoute({
  method: 'post',
  path: '/auth/login/',
  operationId: 'signIn',
  summary: 'Signs in by username or email',
  tag,
  audience,
  body: CredentialsSchema,
  responses: { 200: { description: 'Tokens', schema: TokenPairSchema } },
  errors: bodyErrors,
  handle: ({ body, http, req }) => {
    const { username: identifier, password } = body
    return signIn(req, { identifier, password, address: http.clientAddress })
  },
})

const refresh = defineRoute({
  method: 'post',
  path: '/auth/refresh/',
  operationId: 'refreshTokens',
  summary: 'Exchanges a refresh token for new tokens (rotation)',
  tag,
  audience,
  body: RefreshSchema,
  responses: { 200: { description: 'Two new tokens', schema: TokenPairSchema } },
  errors: bodyErrors,
  responseDelayMs: refreshDelayMs,
  handle: async ({ body, payload, req }) => {
    checkRefresh(payload)
    return refreshSession(req, body.refresh)
  },
})

const logout = defineRoute({
  method: 'post',
  path: '/auth/logout/',
  operationId: 'signOut',
  summary: 'Ends the session that a refresh token belongs to',
  tag,
  audience,
  body: RefreshSchema,
  responses: { 204: { description: 'The session is ended' } },
  errors: bodyErrors,
  handle: ({ body, req }) => endSession(req, body.refresh),
})

const me = defineRoute({
  method: 'get',
  path: '/auth/me/',
  operationId: 'readCaller',
  summary: 'Reads the account of the caller',
  tag,
  audience: 'signed-in',
  responses: { 200: { description: 'The caller', schema: CallerSchema } },
  errors: [],
  handle: ({ user }) => {
    const { id, username, email, displayName, role, timezone } = user!
    return Promise.resolve({ id, username, email, display_name: displayName, role, timezone })
  },
})

const forgotten = defineRoute({
  method: 'post',
  path: '/auth/password/forgot/',
  operationId: 'forgotPassword',
  summary: 'Emails a link for setting a new password, if the account exists',
  tag,
  audience,
  body: ForgottenSchema,
  responses: { 202: { description: 'The same response whether or not the account exists' } },
  errors: bodyErrors,
  handle: async ({ body, payload }) => {
    await checkSender(payload)
    requestPasswordReset(payload, body.email)
  },
})

const reset = defineRoute({
  method: 'post',
  path: '/auth/password/reset/',
  operationId: 'resetPassword',
  summary: 'Sets a new password with the token of an emailed link, and ends every session',
  tag,
  audience,
  body: NewPasswordSchema,
  responses: { 204: { description: 'The password is set' } },
  errors: bodyErrors,
  handle: async ({ body, req }) => {
    const owner = await resetPassword(req, body.token, body.password)
    if (!owner) throw invalidLink()
  },
})

const confirm = defineRoute({
  method: 'post',
  path: '/auth/email/confirm/',
  operationId: 'confirmEmail',
  summary: 'Confirms an email address with the token of an emailed link',
  tag,
  audience,
  body: ConfirmationSchema,
  responses: { 204: { description: 'The address is confirmed' } },
  errors: bodyErrors,
  handle: ({ body, req }) => confirmEmail(req, body.token),
})

const resend = defineRoute({
  method: 'post',
  path: '/auth/email/send/',
  operationId: 'sendConfirmation',
  summary: "Emails the link that confirms the caller's email address again",
  tag,
  audience: 'signed-in',
  responses: { 202: { description: 'The email is queued' } },
  errors: bodyErrors,
  handle: async ({ payload, req, user }) => {
    await checkSender(payload)
    await checkOwnMail(payload, user!.id)
    await sendConfirmation(req, user!.id)
  },
})

const restore = defineRoute({
  method: 'post',
  path: '/auth/email/restore/',
  operationId: 'restoreEmail',
  summary: 'Gives an account back to its old email address, with the token of an emailed link',
  tag,
  audience,
  body: ConfirmationSchema,
  responses: { 204: { description: 'The address is restored, and the password has ended' } },
  errors: bodyErrors,
  handle: ({ body, req }) => restoreEmail(req, body.token),
})

const remove = defineRoute({
  method: 'delete',
  path: '/auth/me/',
  operationId: 'deleteCaller',
  summary: 'Deletes the account of the caller, with its registrations; its events stay',
  tag,
  audience: 'signed-in',
  responses: { 204: { description: 'The account is deleted' } },
  errors: [409],
  handle: ({ req, user }) => deleteOwnAccount(req, user!.id),
})

export const authRoutes = [
  ...[register, login, refresh, logout, me, remove],
  ...[forgotten, reset, confirm, resend, restore],
]
