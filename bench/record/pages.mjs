import { sendAll } from './recorder.mjs'

/** Health, pages for people, and requests that no surface serves. */
export async function recordPages(send) {
  const health = ['/api/health', '/api/health/', '/api/v1/health', '/api/v1/health/']
  await sendAll(send, 'GET', [...health, '/api/health/live', '/api/health/ready'])
  const built = ['/api/openapi.json', '/admin/login', '/admin', '/nowhere']
  await sendAll(send, 'GET', built, [{}], { onlyHead: true })
  const pages = ['/api/docs', '/api/docs/reference.js', '/confirm-email']
  await sendAll(send, 'GET', ['/', ...pages, '/confirm-email/confirm.js', '/unsubscribe'])
  await sendAll(send, 'GET', ['/api/nowhere', '/api/v1/nowhere/', '/metrics'])
  const languages = ['de', 'es', 'zh', 'fr'].map((name) => ({ 'Accept-Language': name }))
  await sendAll(send, 'GET', ['/unsubscribe?token=none'], languages)
  await send('POST', '/unsubscribe?token=none', {
    raw: 'List-Unsubscribe=One-Click',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
}

/** Names of hosts, pages of others, and what a client may ask for in an error. */
export async function recordOrigins(send) {
  const callers = [
    { Host: 'evil.example' },
    { Host: 'a/b' },
    { Origin: 'https://evil.example' },
    { Origin: 'https://evil.example', Cookie: 'payload-token=x' },
    { 'Sec-Fetch-Site': 'cross-site', Cookie: 'payload-token=x' },
    { 'X-Request-Id': 'mine', Accept: 'application/problem+json' },
  ]
  await sendAll(send, 'GET', ['/api/v1/events/1/', '/api/v1/nowhere'], callers)
  await sendAll(send, 'POST', ['/api/events'], callers, { body: {} })
}
