import { type PayloadRequest, ValidationError } from 'payload'

/** What a change of an event of a series reaches: the event, it and all later ones, or the whole series. */
export const scopes = ['this', 'following', 'all'] as const
export type Scope = (typeof scopes)[number]

const isScope = (value: unknown): value is Scope => scopes.includes(value as Scope)

declare module 'payload' {
  interface RequestContext {
    /** What a change reaches; undefined for the event alone. */
    scope?: Scope
    /** Set while the other events of a series are changed, each by itself. */
    isSeriesChange?: boolean
    /** A series whose last event is being deleted. */
    endedSeries?: number
  }
}

/**
 * What the change that a request asks for reaches. v1 says it in the context; REST, and with it the panel,
 * in `?scope=`. Restoring a version changes its event alone.
 *
 * @throws {ValidationError} for another value
 */
export function scopeOf({ context, payloadAPI, searchParams }: PayloadRequest): Scope {
  if (context.isSeriesChange || context.isRestoringVersion) return 'this'
  if (context.scope) return context.scope
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a request of the Local API may have none
  const value = (payloadAPI === 'REST' && searchParams?.get('scope')) || 'this'
  if (isScope(value)) return value
  throw new ValidationError({
    errors: [{ path: 'scope', message: `This must be one of ${scopes.join(', ')}.` }],
  })
}
