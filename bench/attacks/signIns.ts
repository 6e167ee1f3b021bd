import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const signIn = (username: string, address: string) => ({
  path: '/api/v1/auth/login/',
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...from(address) },
  body: JSON.stringify({ username, password: 'not the password' }),
})

export const signInFlood: Attack = {
  name: 'sign-ins',
  title: '100 clients sign in as unknown people, from one address and from many',
  run: (context) =>
    repeat(context, 100, (index) =>
      signIn(`nobody-${index}`, index % 2 ? '203.0.113.1' : `198.51.100.${index % 250}`),
    ),
}

const panelSignIn = (email: string) => ({
  path: '/api/users/login',
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...from('203.0.113.2') },
  body: JSON.stringify({ username: ' ', email, password: 'not the password' }),
})

export const guessedPasswords: Attack = {
  name: 'guesses',
  title: 'Passwords of one account are guessed under a blank user name',
  run: (context) => repeat(context, 20, () => panelSignIn('admin@example.com')),
}
