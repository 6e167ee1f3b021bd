import { authRoutes } from '../features/accounts/routes.ts'
import { calendarRoutes } from '../features/calendars/routes.ts'
import { eventRoutes } from '../features/events/routes.ts'
import { flagRoutes } from '../features/flags/routes.ts'
import { healthRoutes } from '../http/health/routes.ts'
import { seriesRoutes } from '../features/series/routes.ts'
import { exportRoutes } from '../features/exports/routes.ts'
import { liveRoutes } from '../features/live/routes.ts'
import { registrationRoutes } from '../features/registrations/routes.ts'
import { webhookRoutes } from '../features/webhooks/routes.ts'
import type { Route } from '../http/route.ts'

/** Every route of the public contract, v1. */
export const routes: Route[] = [
  ...eventRoutes,
  ...exportRoutes,
  ...registrationRoutes,
  ...seriesRoutes,
  ...liveRoutes,
  ...calendarRoutes,
  ...webhookRoutes,
  ...flagRoutes,
  ...authRoutes,
  ...healthRoutes,
]

export { messages } from '../features/webhooks/messages/schemas.ts'
