import type { Express } from 'express'

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Confirm your email address · Robo Events</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 28rem; padding: 0 1rem; }
      button { font: inherit; padding: 0.5rem 1rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>Confirm your email address</h1>
      <p role="status">You have registered with this address, and it is yours?</p>
      <button type="button">Yes, confirm</button>
    </main>
    <script src="/confirm-email/confirm.js"></script>
  </body>
</html>
`

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

/**
 * Serves the page that links in confirmation mails lead to. It asks for a click, because mail
 * servers follow links to look for viruses: that alone must not confirm anything.
 */
export function mountConfirmPage(app: Express): void {
  app.get('/confirm-email', (_req, res) => {
    res.type('html').send(page)
  })
  app.get('/confirm-email/confirm.js', (_req, res) => {
    res.type('js').send(script)
  })
}
