import { setTimeout as sleep } from 'node:timers/promises'

/** Reads a value until it is the wanted one. @throws after `milliseconds`, with the last value */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  wanted: (value: Value) => boolean,
  milliseconds = 3000,
): Promise<Value> {
  const until = Date.now() + milliseconds
  for (;;) {
    const value = await ask()
    if (wanted(value)) return value
    if (Date.now() > until) throw new Error(`It stayed at ${JSON.stringify(value)}`)
    await sleep(50)
  }
}
