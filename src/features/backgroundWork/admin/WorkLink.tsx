import type { ServerProps } from 'payload'

import { WorkNavLink } from './WorkNavLink.tsx'

/** The way to the background work, for those who may see it. */
export const WorkLink = ({ user }: ServerProps) =>
  user && user.role !== 'attendee' ? <WorkNavLink /> : null
