export { isOn, requireFlag } from './flags.ts'
export { purgeChanges as purgeFlagChanges } from './queries/changes.ts'
