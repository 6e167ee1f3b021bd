export { Events } from './Events.ts'
export { media } from './Media.ts'
export { Registrations } from './Registrations.ts'
export { Users } from './Users.ts'
