/** Reads JSON from the platform's REST API as the signed-in user; undefined when that fails. */
export async function readRest<Body>(path: string): Promise<Body | undefined> {
  const response = await fetch(path, { credentials: 'include' }).catch(() => undefined)
  return response?.ok ? ((await response.json()) as Body) : undefined
}

/** The number of documents that match the parameters `where[…]`; undefined when it cannot be read. */
export async function countRest(
  collection: string,
  where: Record<string, string>,
): Promise<number | undefined> {
  const body = await readRest<{ totalDocs: number }>(
    `/api/${collection}/count?${new URLSearchParams(where)}`,
  )
  return body?.totalDocs
}

/** "1 person", "21 people". */
export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`)
