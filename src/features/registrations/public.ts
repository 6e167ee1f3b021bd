export { cancelOwnRegistration } from './cancelOwnRegistration.ts'
export { type BrokenInvariant, brokenInvariants } from './queries/invariants.ts'
export {
  lockEventSeats,
  lockSeatsOfEvents,
  promoteWaitlist,
  waitForAllSeatsLock,
} from './queries/seats.ts'
export { registerForEvent } from './registerForEvent.ts'
export { acceptOffer } from './acceptOffer.ts'
export { holdSeats, releaseHold } from './holdSeats.ts'
export {
  type OwnRegistration,
  type OwnRegistrationList,
  ownRegistrationLists,
  type RegistrableEvent,
} from './queries/ownRegistrations.ts'
export {
  maxOwnPage,
  type OwnRegistrationPage,
  readOwnRegistration,
  readOwnRegistrations,
  readRegistrable,
} from './readOwnRegistrations.ts'
export { resizeOwnParty } from './resizeOwnParty.ts'
export { attendeeName, claimOutcomes, type RegistrationState } from './rules.ts'
export { PartySchema, PartySizeSchema, SeatsSchema } from './schemas.ts'
