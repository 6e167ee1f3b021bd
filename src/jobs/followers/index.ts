import type { Follower } from './follower.ts'
import { mailFollower } from './mailFollower.ts'

/** Everybody who is told of domain events. */
export const followers: Follower[] = [mailFollower]
