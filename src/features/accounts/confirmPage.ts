import { messageStyle } from '../../http/htmlPage.ts'
import type { Page } from '../../http/pages.ts'

const script = `const status = document.querySelector('[role=status]')
const button = document.querySelector('button')
button.onclick = async () => {
  button.disabled = true
  const answer = await fetch('/api/v1/auth/email/confirm/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: decodeURIComponent(location.hash.slice(1)) }),
  }).catch(() => undefined)
  button.hidden = answer?.ok === true
  button.disabled = false
  if (answer?.ok) status.textContent = 'Thank you. Your address is confirmed.'
  else if (answer && answer.status < 500)
    status.textContent = 'This link is not valid any more. Ask for a new one.'
  else status.textContent = 'That did not work. Try again in a moment.'
}
`

const body = `<main>
      <h1>Confirm your email address</h1>
      <p role="status">You have registered with this address, and it is yours?</p>
      <button type="button">Yes, confirm</button>
    </main>
    <script src="/confirm-email/confirm.js"></script>`

/**
 * The page that a link in a confirmation email opens. It waits for a click, because mail servers
 * follow links to look for viruses: following the link must not confirm an address.
 */
export const confirmPage: Page = {
  path: '/confirm-email',
  surface: 'confirmation',
  script: { path: '/confirm-email/confirm.js', source: script },
  show: () => ({
    page: { title: 'Confirm your email address', head: messageStyle, body },
  }),
}
