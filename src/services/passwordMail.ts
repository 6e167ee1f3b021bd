import { readEnv } from '../config/env.ts'
import { passwordResetLink } from '../config/links.ts'

/**
 * The mail that Payload sends to whoever has forgotten their password. Its own bound on how often
 * takes a second connection while it holds the first: as many requests at once as there are
 * connections would stop the server. `guardPasswordMail` does that work.
 */
export const passwordMail = {
  minRequestInterval: 0,
  generateEmailSubject: () => 'Set a new password',
  generateEmailHTML: ({ token = '' }: { token?: string } = {}) => {
    const link = passwordResetLink(readEnv(), token)
    return [
      '<p>Follow this link within an hour to set a new password:</p>',
      `<p><a href="${link}">${link}</a></p>`,
      '<p>If you did not ask for it, do nothing: your password stays as it is.</p>',
    ].join('\n')
  },
}
