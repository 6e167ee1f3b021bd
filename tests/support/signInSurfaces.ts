import type { ApiResponse, Client } from './client.ts'

/** Signs in with a name, which may be a username or an email. GraphQL's errors come as the status. */
export type SignIn = (app: Client, name: string, password: string) => Promise<ApiResponse>

async function graphql(app: Client, names: object, password: string): Promise<ApiResponse> {
  const answer = await app.post('/api/graphql', {
    query: `mutation ($username: String, $email: String, $password: String!) {
      loginUser(email: $email, username: $username, password: $password) { token } }`,
    variables: { ...names, password },
  })
  const refusal = answer.body.errors?.[0]
  return refusal ? { ...answer, status: refusal.extensions.statusCode } : answer
}

/** Every way to send a name and a password. */
export const signInSurfaces: [name: string, signIn: SignIn][] = [
  ['v1', (app, username, password) => app.post('auth/login/', { username, password })],
  [
    'REST, username',
    (app, username, password) => app.post('/api/users/login', { username, password }),
  ],
  ['REST, email', (app, email, password) => app.post('/api/users/login', { email, password })],
  [
    'REST, a blank username and an email',
    (app, email, password) => app.post('/api/users/login', { username: ' ', email, password }),
  ],
  ['GraphQL, username', (app, username, password) => graphql(app, { username }, password)],
  [
    'GraphQL, a blank username and an email',
    (app, email, password) => graphql(app, { username: ' ', email }, password),
  ],
]
