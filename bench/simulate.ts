/**
 * `npm run bench:simulate`: how long a rush takes on more machines than anybody has at hand. Nothing
 * in it is random, so that it says the same each time; the times it reckons with were measured
 * (docs/registration-lane.md says how).
 *
 * A web server reads requests one after the other, and sends what waits as one statement, at most two
 * at a time. PostgreSQL gives each statement one of its cores, then commits it; until then the seats
 * of its events are held. What finds an event held goes on its own once that is free.
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
