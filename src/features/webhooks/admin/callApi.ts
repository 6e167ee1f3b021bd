interface Called<Body> {
  body?: Body
  /** Why the server refused, for people. */
  refusal?: string
}

/** Calls a route below an endpoint of webhooks, as the user of the panel. */
export async function callApi<Body>(
  method: 'GET' | 'POST',
  path: string,
  signal?: AbortSignal,
): Promise<Called<Body>> {
  const response = await fetch(`/api/webhooks/${path}`, {
    method,
    credentials: 'include',
    ...(signal ? { signal } : {}),
  }).catch(() => undefined)
  if (!response) return { refusal: "Can't reach the server." }
  if (response.ok) return { body: (await response.json()) as Body }
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string }
  return { refusal: detail ?? `The server answered ${response.status}` }
}
