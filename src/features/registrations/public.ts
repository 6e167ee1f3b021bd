export { cancelOwnRegistration } from './cancelOwnRegistration.ts'
export { type BrokenInvariant, brokenInvariants } from './queries/invariants.ts'
export {
  eventsWithWaitlist,
  lockEventSeats,
  lockSeatsOfEvents,
  promoteWaitlist,
  waitForAllSeatsLock,
} from './queries/seats.ts'
export { registerForEvent } from './registerForEvent.ts'
export { claimOutcomes, type RegistrationState } from './rules.ts'
