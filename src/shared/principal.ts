import type { User } from '../payload-types.ts'
import type { RequestContext } from './requestContext.ts'

/** The signed-in caller of a request, as far as the platform needs to know them. */
export interface Principal {
  id: number
  username: string
  email: string
  displayName: string | null
  role: User['role']
  timezone: string
  suspended: boolean
  tokenVersion: number
  createdAt: string
  updatedAt: string
  /** Whether events of theirs are drafts, which only they and staff see. */
  ownsDrafts: boolean
  /** Whether events are theirs at all: Payload's REST shows an owner their own name in them. */
  ownsEvents: boolean
}

/**
 * The user whose access token it is; undefined for a token that is not valid, or no longer. Without a
 * promise when the user is in memory.
 *
 * @param context of the request; the current one without it
 */
export type Authenticate = (
  token: string,
  context?: RequestContext,
) => Principal | undefined | Promise<Principal | undefined>
