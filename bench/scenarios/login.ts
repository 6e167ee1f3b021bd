import type { Scenario } from './scenario.ts'

const accounts = 8
const password = 'a Robot that 3ats bolts'

async function signUp(url: string, username: string) {
  const response = await fetch(`${url}/api/v1/auth/register/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username,
      email: `${username}@example.com`,
      password,
      password_confirm: password,
    }),
  })
  if (response.status !== 201) throw new Error(`No account: ${await response.text()}`)
}

/** Signing in. The hash of a password is slow on purpose. */
export const login: Scenario = {
  name: 'login',
  title: 'Signing in',
  target: 'server',
  expected: [200],
  // A hash takes 0.1 seconds. With more connections the time would be over before the first response.
  connections: accounts,
  prepare: async ({ targets }) => {
    const names = Array.from({ length: accounts }, (_, index) => `login-${Date.now()}-${index}`)
    await Promise.all(names.map((name) => signUp(targets.server.url, name)))
    const lists = names.map((username) => [
      {
        method: 'POST' as const,
        path: '/api/v1/auth/login/',
        body: JSON.stringify({ username, password }),
      },
    ])
    return { sharing: 'repeat', lists }
  },
}
