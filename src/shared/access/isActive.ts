import type { PayloadRequest } from 'payload'

/** The caller, if signed in and not suspended. All access rules use this check. */
export const activeUser = (req: PayloadRequest) =>
  req.user && !req.user.suspended ? req.user : undefined

export const isActive = ({ req }: { req: PayloadRequest }): boolean => Boolean(activeUser(req))
