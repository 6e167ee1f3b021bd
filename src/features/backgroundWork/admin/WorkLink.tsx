import type { ServerProps } from 'payload'

import { WorkNavLink } from './WorkNavLink.tsx'

/** The link to the background work, for users who may see it. */
export const WorkLink = ({ user }: ServerProps) =>
  user && user.role !== 'attendee' ? <WorkNavLink /> : null
