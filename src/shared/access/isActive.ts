import type { PayloadRequest } from 'payload'

/** The caller, when signed in and not suspended. Access functions ask nothing else about sign-in. */
export const activeUser = (req: PayloadRequest) =>
  req.user && !req.user.suspended ? req.user : undefined

export const isActive = ({ req }: { req: PayloadRequest }): boolean => Boolean(activeUser(req))
