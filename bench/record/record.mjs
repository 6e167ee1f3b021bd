/**
 * Records the answers of a freshly started server to one session of requests over all surfaces:
 * status, header lines and bodies, without what differs at each run. Two recordings are equal when
 * a change was seen by no client:
 *
 *   ADMIN_PASSWORD=… CORS_ALLOWED_ORIGINS=https://app.example WORKER=external npm start
 *   node bench/record/record.mjs http://localhost:3000 <admin password> before.txt
 */
import { writeFileSync } from 'node:fs'

import { recordAccounts } from './accounts.mjs'
import { recordEvents } from './events.mjs'
import { recordOrigins, recordPages } from './pages.mjs'
import { recordPayload } from './payload.mjs'
import { createRecorder } from './recorder.mjs'
import { recordRegistrations } from './registrations.mjs'

const [base, adminPassword, file] = process.argv.slice(2)
const { send, records, close } = createRecorder(base)
await recordPages(send)
const callers = await recordAccounts(send, adminPassword)
const ids = await recordEvents(send, callers)
await recordRegistrations(send, callers, ids)
await recordPayload(send, callers, ids, adminPassword)
await recordOrigins(send)
close()
writeFileSync(file, records.join('\n----\n'))
console.log(`${records.length} answers recorded`)
