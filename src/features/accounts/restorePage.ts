import { linkPage } from './linkPage.ts'

/** The page that the link in an email to an old address opens. */
export const restorePage = linkPage({
  path: '/restore-email',
  script: 'restore.js',
  route: '/api/v1/auth/email/restore/',
  title: 'Take your account back',
  question: 'The email address of your account was changed, and not by you?',
  button: 'Yes, take it back',
  done: 'The account is yours again. We have sent you a link for a new password.',
  invalid: 'This link is not valid any more. Sign in, or ask for a new password.',
})
