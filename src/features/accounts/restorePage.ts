import { messageStyle } from '../../http/htmlPage.ts'
import type { Page } from '../../http/pages.ts'

const script = `const status = document.querySelector('[role=status]')
const button = document.querySelector('button')
button.onclick = async () => {
  button.disabled = true
  const answer = await fetch('/api/v1/auth/email/restore/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: decodeURIComponent(location.hash.slice(1)) }),
  }).catch(() => undefined)
  button.hidden = answer?.ok === true
  button.disabled = false
  if (answer?.ok) status.textContent = 'The account is yours again. We have sent you a link for a new password.'
  else if (answer && answer.status < 500)
    status.textContent = 'This link is not valid any more. Sign in, or ask for a new password.'
  else status.textContent = 'That did not work. Try again in a moment.'
}
`

const body = `<main>
      <h1>Take your account back</h1>
      <p role="status">The email address of your account was changed, and not by you?</p>
      <button type="button">Yes, take it back</button>
    </main>
    <script src="/restore-email/restore.js"></script>`

/**
 * The page that the link in an email to an old address opens. It waits for a click, because mail servers
 * follow links to look for viruses: following the link must not change an account.
 */
export const restorePage: Page = {
  path: '/restore-email',
  surface: 'confirmation',
  script: { path: '/restore-email/restore.js', source: script },
  show: () => ({
    page: { title: 'Take your account back', head: messageStyle, body },
  }),
}
