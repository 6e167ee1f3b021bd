import type { EventSubscriber } from '../queue/subscriber.ts'
import { emailSubscriber } from '../features/notifications/jobs/emailSubscriber.ts'

/** Everybody who is told of domain events. */
export const subscribers: EventSubscriber[] = [emailSubscriber]
