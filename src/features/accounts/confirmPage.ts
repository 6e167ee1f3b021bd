import { linkPage } from './linkPage.ts'

/** The page that a link in a confirmation email opens. */
export const confirmPage = linkPage({
  path: '/confirm-email',
  script: 'confirm.js',
  route: '/api/v1/auth/email/confirm/',
  title: 'Confirm your email address',
  question: 'You have registered with this address, and it is yours?',
  button: 'Yes, confirm',
  done: 'Thank you. Your address is confirmed.',
  invalid: 'This link is not valid any more. Ask for a new one.',
})
