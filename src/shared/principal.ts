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
