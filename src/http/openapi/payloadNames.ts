/** How a collection is called in the names of types and operations. */
interface CollectionNames {
  one: string
  many: string
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The names of a collection: `events` is `Event` and `Events`. One series is a series too. */
function namesOf(slug: string): CollectionNames {
  const many = upper(slug)
  return { one: many.replace(/(?<!ie)s$/, ''), many }
}

/** The name of the type of a collection's documents. `Event` itself is the event of v1. */
export const schemaName = (slug: string): string => `Rest${namesOf(slug).one}`

/** The name of the type of a filter of a collection. */
export const filterName = (slug: string): string => `${schemaName(slug)}Filter`

/** The operations of every collection, by method and path. */
const operations: Record<string, (names: CollectionNames) => string> = {
  'get /': ({ many }) => `restFind${many}`,
  'post /': ({ one }) => `restCreate${one}`,
  'patch /': ({ many }) => `restUpdateMany${many}`,
  'delete /': ({ many }) => `restDeleteMany${many}`,
  'get /:id': ({ one }) => `restFind${one}ById`,
  'patch /:id': ({ one }) => `restUpdate${one}`,
  'delete /:id': ({ one }) => `restDelete${one}`,
  'get /count': ({ many }) => `restCount${many}`,
  'get /versions': ({ one }) => `restFind${one}Versions`,
  'post /:id/duplicate': ({ one }) => `restDuplicate${one}`,
  'get /file/:filename': ({ one }) => `restRead${one}File`,
  'post /login': () => 'restLogin',
  'post /logout': () => 'restLogout',
  'post /refresh-token': () => 'restRefreshToken',
  'post /forgot-password': () => 'restForgotPassword',
  'post /reset-password': () => 'restResetPassword',
  'post /unlock': () => 'restUnlock',
  'post /first-register': () => 'restRegisterFirstUser',
  'get /init': () => 'restIsInitialized',
  'get /me': () => 'restMe',
  'post /:id/register': () => 'restRegister',
  'delete /:id/register': () => 'restUnregister',
  'get /:id/repeat': () => 'restPreviewRepetition',
  'post /:id/repeat': () => 'restRepeatEvent',
  'patch /:id/repeat': () => 'restChangeRepetition',
  'post /direct-uploads': () => 'restSignUpload',
}

const words = (text: string) => text.match(/[a-z]+/gi) ?? []

/** A name for an operation without one, from its words: `get /jobs/:id` is `restGetJobsId`. */
const fromWords = (text: string) => `rest${words(text).map(upper).join('')}`

/** The id of an operation. Generated clients name their functions by it. */
export function operationName(method: string, slug: string, path: string): string {
  const name = operations[`${method} ${path}`]
  return name ? name(namesOf(slug)) : fromWords(`${method} ${slug} ${path}`)
}

/** The same for a route outside the collections. */
export const platformOperationName = (method: string, path: string): string =>
  fromWords(`${method} ${path.replace(/\/:id/, '')}`)
