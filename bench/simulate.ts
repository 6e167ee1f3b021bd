/**
 * `npm run bench:simulate` calculates how long a rush takes on up to 1,000 machines. Nothing in it is
 * random, so each run has the same result. The times that it calculates with were measured
 * (docs/registration.md describes how).
 *
 * A web server reads requests one after another, and sends the waiting claims as one statement, at most
 * two at a time. PostgreSQL runs each statement on one core, then commits it. Until the commit the events
 * of the statement are locked. Claims on a locked event are sent again, alone, when the lock is free.
 */
import { readTimes, type Times } from './simulation/times.ts'
import { rush, type Setting } from './simulation/rush.ts'

const clients = 200_000

const settings: Setting[] = [1, 10, 100, 1000].flatMap((servers) => [
  { servers, events: 1, clients, affine: false },
  { servers, events: 1000, clients, affine: false },
  { servers, events: 1000, clients, affine: true },
])

const headings = [
  'web servers',
  'events',
  'sent to',
  'claims/s',
  'claims a statement',
  'p50 s',
  'p99 s',
]

function row(setting: Setting, times: Times): string[] {
  const { perSecond, claimsEach, p50, p99 } = rush(setting, times)
  return [
    String(setting.servers),
    String(setting.events),
    setting.affine ? 'its own' : 'any',
    Math.round(perSecond).toLocaleString('en'),
    claimsEach.toFixed(1),
    (p50 / 1000).toFixed(2),
    (p99 / 1000).toFixed(2),
  ]
}

for (const cores of [2, 32]) {
  const times = readTimes(cores)
  console.log(
    `\n${clients.toLocaleString('en')} clients at once; PostgreSQL on ${cores} cores; a request takes a web ` +
      `server ${times.request} ms, a statement ${times.statement} ms and ${times.claim} ms for each claim ` +
      `(${times.eventClaim} ms when each is on another event), its commit ${times.commit} ms`,
  )
  for (const cells of [headings, ...settings.map((setting) => row(setting, times))]) {
    console.log(cells.map((cell) => cell.padStart(19)).join(''))
  }
}
