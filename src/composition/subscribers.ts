import type { Follower } from '../queue/subscriber.ts'
import { mailFollower } from '../features/notifications/jobs/emailSubscriber.ts'

/** Everybody who is told of domain events. */
export const followers: Follower[] = [mailFollower]
