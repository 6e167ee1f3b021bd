import { z } from '../../http/zod.ts'

import { maximumPasswordLength } from './passwordRules.ts'
import { term, text } from '../../http/fields.ts'
import { maxUsernameLength, roles } from './rules.ts'

const username = text(maxUsernameLength).regex(/^[\w.@+-]+$/, {
  error: 'Enter a valid username: letters, digits and @ . + - _ only.',
})
const email = text(254).pipe(z.email({ error: 'Enter a valid email address.' }))

/** Not trimmed, and only its length is checked here: a hook checks the password on every surface. */
const password = z.string().min(1).max(maximumPasswordLength)

export const NewAccountSchema = z
  .object({ username, email, password, password_confirm: z.string().max(maximumPasswordLength) })
  .refine((account) => account.password === account.password_confirm, {
    path: ['password_confirm'],
    error: 'Password fields did not match.',
  })
  .openapi('NewAccount')

export const AccountSchema = z
  .object({ id: z.int(), username: z.string(), email: z.string() })
  .openapi('Account')

export const CallerSchema = AccountSchema.extend({
  display_name: z.string().nullable(),
  role: z.enum(roles),
  timezone: z.string(),
}).openapi('Caller')

export const CredentialsSchema = z
  .object({ username: term(254).min(1), password: z.string().min(1).max(maximumPasswordLength) })
  .openapi('Credentials')

export const RefreshSchema = z.object({ refresh: z.string().min(1).max(4096) }).openapi('Refresh')

export const TokenPairSchema = z
  .object({ access: z.string(), refresh: z.string() })
  .openapi('TokenPair')

export const ForgottenSchema = z.object({ email }).openapi('ForgottenPassword')

export const NewPasswordSchema = z
  .object({
    token: term(255).min(1),
    password,
    password_confirm: z.string().max(maximumPasswordLength),
  })
  .refine((reset) => reset.password === reset.password_confirm, {
    path: ['password_confirm'],
    error: 'Password fields did not match.',
  })
  .openapi('NewPassword')

export const ConfirmationSchema = z
  .object({ token: z.string().min(1).max(4096) })
  .openapi('Confirmation')
