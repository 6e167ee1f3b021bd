import type { PayloadRequest } from 'payload'

import { forbidden, unauthenticated } from '../errors/Refusal.ts'
import { isActive } from './isActive.ts'
import { isStaff } from './isStaff.ts'

/** @throws {Refusal} 401 without a sign-in, 403 if the caller is neither staff nor an admin */
export function requireStaff(req: PayloadRequest): void {
  if (!isActive({ req })) throw unauthenticated()
  if (!isStaff({ req })) throw forbidden()
}
