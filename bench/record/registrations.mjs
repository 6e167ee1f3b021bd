const json = { 'Content-Type': 'application/json' }

/** The register endpoint of v1, that of the predecessor's apps, and Payload's custom one. */
const endpoints = (id) => [
  `/api/v1/events/${id}/register/`,
  `/api/events/${id}/register/`,
  `/api/events/${id}/register`,
]

async function recordWrongBodies(send, caller, id) {
  const bodies = [
    { seats: 0 },
    { seats: 1001 },
    { seats: 'x' },
    { seats: null },
    { hold: 'x' },
    { seats: 1.5 },
  ]
  for (const path of endpoints(id)) {
    for (const body of bodies) await send('POST', path, { headers: caller, body })
    for (const raw of ['', '{', '[]', 'null']) {
      await send('POST', path, { headers: { Authorization: 'Bearer x', ...json }, raw })
    }
  }
  for (const raw of ['{', '[]', 'null', `{"seats":${'1'.repeat(2_100_000)}}`]) {
    for (const path of endpoints(id)) {
      await send('POST', path, { headers: { ...caller, ...json }, raw })
    }
  }
}

async function recordHolds(send, { ben, cleo }, id) {
  const path = `/api/v1/events/${id}/hold/`
  for (const seats of [2, 2]) await send('POST', path, { headers: ben, body: { seats } })
  await send('POST', endpoints(id)[0], { headers: cleo })
  for (const headers of [ben, ben]) await send('DELETE', path, { headers })
  await send('POST', `${endpoints(id)[0]}accept/`, { headers: cleo })
}

/** Places taken, refused, repeated under a key, held and given back. */
export async function recordRegistrations(send, callers, ids) {
  const { admin, ada, ben, cleo } = callers
  const [full] = endpoints(ids.full)
  await send('POST', full)
  for (const headers of [ada, ada, ben]) await send('POST', full, { headers, body: {} })
  await send('POST', full, { headers: cleo, body: { seats: 5 } })
  await recordWrongBodies(send, cleo, ids.open)
  const odd = [ids.draft, ids.cancelled, ids.past, 999, 0, 'x', '1234567890', '99999999999']
  for (const id of odd) {
    for (const path of endpoints(id)) await send('POST', path, { headers: cleo })
  }
  const [open, , custom] = endpoints(ids.open)
  const keyed = { ...ben, 'Idempotency-Key': 'one' }
  for (const seats of [1, 1, 2]) await send('POST', open, { headers: keyed, body: { seats } })
  await send('POST', open, { headers: { ...cleo, 'Idempotency-Key': ' ' }, body: {} })
  await send('POST', custom, { headers: cleo })
  for (const path of [custom, open]) await send('DELETE', path, { headers: cleo })
  await send('DELETE', open, { headers: ben })
  await recordHolds(send, callers, ids.second)
  for (const id of [ids.full, ids.third]) {
    await send('DELETE', `/api/v1/events/${id}/`, { headers: admin })
  }
  const change = { headers: admin, body: { max_participants: 0 } }
  await send('PATCH', `/api/v1/events/${ids.full}/`, change)
}
