import type { Page, PageRequest, PageResponse } from '../../../http/pages/page.ts'
import { withQuery } from '../site.ts'
import { contextOf, type Handler, type PersonHandler, type Platform } from './context.ts'

/** Bytes of a form. The longest has a name, an address and two passwords. */
const maxFormBytes = 16 * 1024

/** What a file of a page exports. */
interface PageModule {
  show?: Handler
  submit?: Handler
}

/** The same for a page that only people who are signed in may see. */
interface PersonPageModule {
  show?: PersonHandler
  submit?: PersonHandler
}

type Method = 'show' | 'submit'

/** A way of a page. React and the texts are loaded with the first request. */
type Run = (method: Method, platform: Platform, request: PageRequest) => Promise<PageResponse>

const withHeaders = (response: PageResponse, headers: string[]): PageResponse =>
  // A cookie that the page itself sets comes last, and so stands.
  headers.length === 0
    ? response
    : { ...response, headers: [...headers, ...(response.headers ?? [])] }

const missing = () => new Error('A page was asked for a method that it does not have')

const anyone =
  (load: () => Promise<PageModule>): Run =>
  async (method, platform, request) => {
    const handle = (await load())[method]
    if (!handle) throw missing()
    const context = await contextOf(platform, request)
    return withHeaders(await handle(context), context.headers)
  }

/** The way to the sign-in, and back to a page that was asked for. A form is not sent again by that. */
const toSignIn = (request: PageRequest): PageResponse => ({
  status: 303,
  location: withQuery('/sign-in', {
    next: request.url,
    lang: request.isLanguageChosen ? request.language : undefined,
  }),
})

const signedIn =
  (load: () => Promise<PersonPageModule>): Run =>
  async (method, platform, request) => {
    const handle = (await load())[method]
    if (!handle) throw missing()
    const context = await contextOf(platform, request)
    const { user } = context
    const response = user ? await handle({ ...context, user }) : toSignIn(request)
    return withHeaders(response, context.headers)
  }

interface Described {
  path: string
  run: Run
  methods: Method[]
}

const both: Method[] = ['show', 'submit']

const described: Described[] = [
  { path: '/sign-up', methods: both, run: anyone(() => import('./signUp.tsx')) },
  { path: '/sign-in', methods: both, run: anyone(() => import('./signIn.tsx')) },
  { path: '/sign-out', methods: ['submit'], run: anyone(() => import('./signOut.ts')) },
  { path: '/forgot-password', methods: both, run: anyone(() => import('./forgotPassword.tsx')) },
  { path: '/reset-password', methods: both, run: anyone(() => import('./resetPassword.tsx')) },
  { path: '/events/:event/register', methods: both, run: signedIn(() => import('./register.tsx')) },
  { path: '/my', methods: ['show'], run: signedIn(() => import('./my.ts')) },
  { path: '/my/events', methods: ['show'], run: signedIn(() => import('./myEvents.tsx')) },
  { path: '/my/events/:event', methods: both, run: signedIn(() => import('./myEvent.tsx')) },
  { path: '/my/events/:event/cancel', methods: both, run: signedIn(() => import('./cancel.tsx')) },
  {
    path: '/my/events/:event/ticket',
    methods: ['show'],
    run: signedIn(() => import('./ticket.tsx')),
  },
  {
    path: '/my/events/:event/ticket.png',
    methods: ['show'],
    run: signedIn(() => import('./ticketImage.ts')),
  },
  { path: '/my/profile', methods: both, run: signedIn(() => import('./profile.tsx')) },
  { path: '/my/password', methods: both, run: signedIn(() => import('./changePassword.tsx')) },
  { path: '/my/email', methods: both, run: signedIn(() => import('./changeEmail.tsx')) },
  { path: '/my/calendar', methods: both, run: signedIn(() => import('./calendar.tsx')) },
  { path: '/my/devices', methods: both, run: signedIn(() => import('./devices.tsx')) },
  { path: '/my/data.json', methods: ['show'], run: signedIn(() => import('./ownData.ts')) },
  { path: '/my/delete', methods: both, run: signedIn(() => import('./deleteAccount.tsx')) },
]

/**
 * The pages of a person: to sign up and in, to register, and for what is theirs. Each is a page and a form that
 * is sent to the same path, and works without scripts. Their rules are those of the APIs: each page calls the
 * use case that its route of v1 calls (docs/decisions/0034-attendee-pages.md).
 */
export const attendeePages = (
  platform: Platform,
  showError: NonNullable<Page['showError']>,
): Page[] =>
  described.map(({ path, methods, run }) => {
    const handler = (method: Method) =>
      methods.includes(method)
        ? (request: PageRequest) => run(method, platform, request)
        : undefined
    return {
      path,
      surface: 'site',
      noStore: true,
      maxFormBytes,
      showError,
      show: handler('show'),
      submit: handler('submit'),
    }
  })
