import type { User } from '../payload-types.ts'

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
}

/** The user whose access token it is; undefined for a token that is not valid, or no longer. */
export type Authenticate = (token: string) => Promise<Principal | undefined>
