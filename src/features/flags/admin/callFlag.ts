interface Called<Body> {
  body?: Body
  /** Why the server refused, for people. */
  refusal?: string
}

interface Refused {
  detail?: string
  details?: Record<string, string[]>
}

/** Calls a route below a flag, as the user of the panel. */
export async function callFlag<Body>(
  method: 'GET' | 'POST',
  path: string,
  sending: { body?: object; signal?: AbortSignal } = {},
): Promise<Called<Body>> {
  const { body, signal } = sending
  const response = await fetch(`/api/flags/${path}`, {
    method,
    credentials: 'include',
    ...(body
      ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
      : {}),
    ...(signal ? { signal } : {}),
  }).catch(() => undefined)
  if (!response) return { refusal: "Can't reach the server." }
  if (response.ok) return { body: (await response.json()) as Body }
  const { detail, details } = (await response.json().catch(() => ({}))) as Refused
  const reasons = Object.values(details ?? {}).flat()
  return { refusal: reasons.join(' ') || detail || `The server answered ${response.status}` }
}
