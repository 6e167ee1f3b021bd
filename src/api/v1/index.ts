import { authRoutes } from './auth.ts'
import { eventRoutes } from './events.ts'
import { healthRoutes } from './health.ts'
import { holdRoutes } from './holds.ts'
import { registrationRoutes } from './registrations.ts'
import type { Route } from './route.ts'

/** Every route of the public contract, v1. */
export const routes: Route[] = [
  ...eventRoutes,
  ...registrationRoutes,
  ...holdRoutes,
  ...authRoutes,
  ...healthRoutes,
]
