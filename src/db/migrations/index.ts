import * as initial from './20261123_000216_initial.ts'
import * as seats from './20261123_000500_seats.ts'

export const migrations = [
  { name: '20261123_000216_initial', up: initial.up, down: initial.down },
  { name: '20261123_000500_seats', up: seats.up, down: seats.down },
]
