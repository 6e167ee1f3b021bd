export { Events } from './Events.ts'
export { Media } from './Media.ts'
export { Registrations } from './Registrations.ts'
export { Users } from './Users.ts'
