/** The body of Payload's errors: one for the request, and below it one for each field. */
interface RestErrors {
  errors?: { message: string; data?: { errors?: { message: string }[] } }[]
}

/** Why the server refused a request of REST, in words for people. */
export async function errorOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as RestErrors
  const error = body.errors?.[0]
  const reasons = error?.data?.errors?.map(({ message }) => message) ?? []
  return reasons.join(' ') || error?.message || `The server answered ${response.status}`
}
