import {
  addDataAndFileToRequest,
  APIError,
  AuthenticationError,
  type Endpoint,
  generatePayloadCookie,
  type GraphQLExtension,
  type PayloadRequest,
  ValidationError,
} from 'payload'

import { type PanelSession, startPanelSession } from '../src/features/accounts/panelSession.ts'
import { checkMail, checkSender } from '../src/features/accounts/accountLimits.ts'
import { requestPasswordReset, resetPassword } from '../src/features/accounts/resetPassword.ts'
import { checkCredentials } from '../src/features/accounts/signIn.ts'
import { getRequestContext } from '../src/shared/requestContext.ts'

/**
 * Sign-in, forgotten password and reset over REST, GraphQL and in the panel. Payload's own operations
 * check and hash with PBKDF2, and answer later when an account exists. Nothing can be put in their place,
 * so these take the place of the whole operations, under the same paths and names and with the same
 * answers (docs/decisions/0021-passwords.md).
 */
type Values = Record<string, unknown>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const required = (req: PayloadRequest, paths: string[]) => {
  const errors = paths.map((path) => ({ path, message: req.t('validation:required') }))
  return new ValidationError({ collection: 'users', errors, req }, req.t)
}

/** @throws {ValidationError} {AuthenticationError} {Refusal} 429, 503 */
async function signIn(req: PayloadRequest, values: Values, depth?: number): Promise<PanelSession> {
  const identifier = text(values.username).trim() || text(values.email).trim()
  const password = text(values.password)
  if (!identifier) throw required(req, ['email', 'username'])
  if (!password.trim()) throw required(req, ['password'])
  const address = getRequestContext()?.address ?? ''
  const user = await checkCredentials(req, { identifier, password, address })
  if (!user) throw new AuthenticationError(req.t)
  return startPanelSession(req, user, depth)
}

/** @throws {APIError} 403 when the token is not valid; {ValidationError} {Refusal} 503 */
async function reset(req: PayloadRequest, values: Values, depth?: number): Promise<PanelSession> {
  const owner = await resetPassword(req, text(values.token), text(values.password))
  if (!owner) throw new APIError('Token is either invalid or has expired.', 403)
  return startPanelSession(req, owner, depth)
}

/**
 * Asks for a link for a new password. Known and unknown names take the same work until the response.
 *
 * @throws {APIError} 400 without a name; {Refusal} 429
 */
async function forget({ payload }: PayloadRequest, values: Values): Promise<void> {
  const name = text(values.email).trim() || text(values.username).trim()
  if (!name) throw new APIError('Missing username.', 400)
  await checkSender(payload)
  await checkMail(payload, name)
  requestPasswordReset(payload, name)
}

const cookieOf = ({ payload }: PayloadRequest, token: string) =>
  generatePayloadCookie({
    collectionAuthConfig: payload.collections.users.config.auth,
    cookiePrefix: payload.config.cookiePrefix,
    token,
  })

const depthOf = ({ searchParams }: PayloadRequest) => {
  const depth = Number(searchParams.get('depth') ?? NaN)
  return Number.isNaN(depth) ? undefined : depth
}

/** `POST /api/users/login`: also the panel's form. */
export const signInEndpoint: Endpoint = {
  path: '/login',
  method: 'post',
  handler: async (req) => {
    await addDataAndFileToRequest(req)
    const session = await signIn(req, req.data ?? {}, depthOf(req))
    return Response.json(
      { message: req.t('authentication:passed'), ...session },
      { headers: { 'Set-Cookie': cookieOf(req, session.token) } },
    )
  },
}

/** `POST /api/users/forgot-password`: also the panel's form. */
export const forgottenPasswordEndpoint: Endpoint = {
  path: '/forgot-password',
  method: 'post',
  handler: async (req) => {
    await addDataAndFileToRequest(req)
    await forget(req, req.data ?? {})
    return Response.json({ message: req.t('general:success') })
  },
}

/** `POST /api/users/reset-password`: also the panel's form. */
export const resetPasswordEndpoint: Endpoint = {
  path: '/reset-password',
  method: 'post',
  handler: async (req) => {
    await addDataAndFileToRequest(req)
    const { token, user } = await reset(req, req.data ?? {}, depthOf(req))
    return Response.json(
      { message: req.t('authentication:passwordResetSuccessfully'), token, user },
      { headers: { 'Set-Cookie': cookieOf(req, token) } },
    )
  },
}

interface GraphqlContext {
  req: PayloadRequest
  headers: Record<string, string>
}

type Operation = (req: PayloadRequest, values: Values, depth: number) => Promise<PanelSession>

const resolver =
  (operation: Operation) =>
  async (_source: unknown, args: Values, { headers, req }: GraphqlContext) => {
    const session = await operation(req, args, 0)
    headers['Set-Cookie'] = cookieOf(req, session.token)
    return session
  }

/** GraphQL's mutations for sign-in and reset: Payload's fields with other resolvers. */
export const signInMutations: GraphQLExtension = ({ GraphQLString }, { Mutation: { fields } }) => {
  const name = { type: GraphQLString }
  return {
    // Payload demands both names. One is enough.
    loginUser: {
      ...fields.loginUser,
      args: { username: name, email: name, password: name },
      resolve: resolver(signIn),
    },
    unlockUser: { ...fields.unlockUser, args: { username: name, email: name } },
    forgotPasswordUser: {
      ...fields.forgotPasswordUser,
      args: { username: name, email: name },
      resolve: async (_source: unknown, args: Values, { req }: GraphqlContext) => {
        await forget(req, args)
        return true
      },
    },
    resetPasswordUser: { ...fields.resetPasswordUser, resolve: resolver(reset) },
  }
}
