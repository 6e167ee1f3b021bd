import { z } from '../../http/zod.ts'

import { maximumPasswordLength } from './passwordRules.ts'
import { isEmail, normalizedEmail } from './identity/email.ts'
import { passwordText } from './passwords/passwordText.ts'
import { bounded, term, text } from '../../http/fields.ts'
import { languages } from '../../shared/languages.ts'
import { timeZoneName } from '../../shared/timeZoneName.ts'
import { maxDisplayNameLength, maxUsernameLength, roles } from './rules.ts'

/** A hook checks its form on every surface. */
const username = text(maxUsernameLength)
const email = text(254)
  .transform(normalizedEmail)
  .refine(isEmail, { error: 'Enter a valid email address.' })

/** Not trimmed, and only its length is checked here: a hook checks the password on every surface. */
const password = bounded(z.string().min(1), maximumPasswordLength)

/** The language of emails. A region is ignored: `de-AT` is `de`. */
const language = z
  .string()
  .transform((tag) => tag.trim().toLowerCase().split(/[-_]/)[0])
  .pipe(z.enum(languages))
  .openapi({ type: 'string', description: 'Language of emails: en, de, es or zh' })

const timezone = bounded(z.string(), 64)
  .transform((name, context) => {
    const zone = timeZoneName(name)
    if (zone) return zone
    context.addIssue({
      code: 'custom',
      message: 'This is not a time zone of the IANA database, such as Europe/Berlin',
    })
    return z.NEVER
  })
  .openapi({ type: 'string', description: 'Time zone (IANA) of times in emails' })

const repeatsPassword = (given: { password: string; password_confirm: string }) =>
  passwordText(given.password) === passwordText(given.password_confirm)

const differentPasswords = {
  path: ['password_confirm'],
  error: 'Password fields did not match.',
}

export const NewAccountSchema = z
  .object({
    username,
    email,
    password,
    password_confirm: bounded(z.string(), maximumPasswordLength),
    language: language.optional(),
    timezone: timezone.optional(),
  })
  .refine(repeatsPassword, differentPasswords)
  .openapi('NewAccount')

/** The form of the public pages: a name instead of a username, and a zone that may be left empty. */
export const SignUpSchema = z
  .object({
    display_name: text(maxDisplayNameLength),
    email,
    password,
    password_confirm: bounded(z.string(), maximumPasswordLength),
    language: language.optional(),
    timezone: timezone.optional(),
  })
  .refine(repeatsPassword, differentPasswords)

export const ProfileSchema = z.object({
  display_name: text(maxDisplayNameLength),
  language,
  timezone: timezone.optional(),
})

export const CurrentPasswordSchema = z.object({ current_password: password })

export const EmailChangeSchema = CurrentPasswordSchema.extend({ email })

export const PasswordChangeSchema = CurrentPasswordSchema.extend({
  password,
  password_confirm: bounded(z.string(), maximumPasswordLength),
}).refine(repeatsPassword, differentPasswords)

export const AccountSchema = z
  .object({ id: z.int(), username: z.string(), email: z.string() })
  .openapi('Account')

export const CallerSchema = AccountSchema.extend({
  display_name: z.string().nullable(),
  role: z.enum(roles),
  timezone: z.string(),
}).openapi('Caller')

export const CredentialsSchema = z
  .object({ username: term(254).min(1), password })
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
    password_confirm: bounded(z.string(), maximumPasswordLength),
  })
  .refine(repeatsPassword, differentPasswords)
  .openapi('NewPassword')

export const ConfirmationSchema = z
  .object({ token: z.string().min(1).max(4096) })
  .openapi('Confirmation')
