import type { AttackContext } from './types.ts'

/**
 * Sends requests, some at once, until the attack ends. Each response is read to its end, as a client
 * does. Failed requests are ignored.
 */
export async function repeat(
  { url, signal }: AttackContext,
  atOnce: number,
  next: (index: number) => { path: string } & RequestInit,
): Promise<void> {
  let sent = 0
  const client = async () => {
    while (!signal.aborted) {
      const { path, ...init } = next(sent)
      sent += 1
      await fetch(url + path, { signal, ...init })
        .then((response) => response.arrayBuffer())
        .catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
}
