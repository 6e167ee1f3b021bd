import { poolOf } from '../../src/database/connection.ts'
import { findPrincipal } from '../../src/features/accounts/queries/principals.ts'
import { startWebSession } from '../../src/features/accounts/webSessions.ts'
import { webSessionCookie } from '../../src/http/security/sessionCookie.ts'
import type { TestPlatform } from './testPlatform.ts'

/** A browser without scripts: it keeps cookies, follows no redirects by itself, and sends forms. */
export class CookieJar {
  readonly cookies = new Map<string, string>()

  constructor(
    private readonly url: string,
    private readonly always: Record<string, string> = {},
  ) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.send(path, { headers })
  }

  /** Sends a form, as the browser does from a page of the server itself. */
  async post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<PageAnswer> {
    return this.send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: this.url, ...headers },
    })
  }

  /** Goes where a form leads to. */
  async follow(answer: PageAnswer): Promise<PageAnswer> {
    if (answer.status !== 303) throw new Error(`${answer.status} leads nowhere: ${answer.text}`)
    return this.get(answer.location)
  }

  private async send(path: string, init: RequestInit): Promise<PageAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, this.url), {
      ...init,
      redirect: 'manual',
      headers: {
        ...this.always,
        ...(init.headers as Record<string, string>),
        ...(cookie ? { Cookie: cookie } : {}),
      },
    })
    for (const set of response.headers.getSetCookie()) this.store(set)
    const text = await response.text()
    const location = response.headers.get('location') ?? ''
    return { status: response.status, headers: response.headers, text, location }
  }

  private store(set: string) {
    const [pair, ...attributes] = set.split('; ')
    const [name, value] = pair!.split('=') as [string, string]
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

export interface PageAnswer {
  status: number
  headers: Headers
  text: string
  /** Where a redirect leads to; '' without one. */
  location: string
}

/** The value of a hidden field of a form on a page. */
export function hiddenField({ text }: PageAnswer, name: string): string {
  const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(text)
  if (!found) throw new Error(`There is no field ${name} in ${text}`)
  return found[1]!
}

/** The texts of the alert of a page; undefined without one. */
export const alertOf = ({ text }: PageAnswer): string | undefined =>
  /<div class="notice bad" role="alert">(.*?)<\/div>/s.exec(text)?.[1]

/** A browser in which a user has signed in, without the form for it. */
export async function signedInJar(
  { payload, url }: Pick<TestPlatform, 'payload' | 'url'>,
  userId: number,
): Promise<CookieJar> {
  const jar = new CookieJar(url)
  const user = await findPrincipal(poolOf(payload), userId)
  const { secret } = await startWebSession(payload, user!, false)
  jar.cookies.set(webSessionCookie(false), secret)
  return jar
}
