import { ImportError } from './ImportError.ts'
import { readBytes } from './readBytes.ts'

/** Bytes of a calendar. A large one has ten megabytes. */
const maxBytes = 50 * 1024 * 1024

/** Milliseconds that a calendar may take to arrive. */
const timeoutMs = 60_000

/** Whether a source is an address, and no file. */
export const isAddress = (source: string) => /^(?:https?|webcals?):\/\//i.test(source)

/** Calendars are offered as `webcal:`, which is a name for `https:`. */
const addressOf = (source: string) => source.replace(/^webcals?:/i, 'https:')

async function download(address: string): Promise<Buffer> {
  const response = await fetch(address, {
    headers: { Accept: 'text/calendar, */*;q=0.1' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new ImportError(`${address} answers ${response.status}.`)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    length += (chunk as Uint8Array).length
    if (length > maxBytes) throw new ImportError(`${address} is larger than 50 MB.`)
  }
  return Buffer.concat(chunks)
}

/**
 * The bytes of a file, or of a calendar at an address.
 *
 * @throws {ImportError} when it cannot be had
 */
export async function loadBytes(source: string): Promise<Buffer> {
  if (!isAddress(source)) return readBytes(source)
  const address = addressOf(source)
  try {
    return await download(address)
  } catch (error) {
    if (error instanceof ImportError) throw error
    const { cause, message, name } = error as Error & {
      cause?: { code?: string; message?: string }
    }
    const why =
      name === 'TimeoutError' ? 'takes longer than a minute' : (cause?.code ?? cause?.message)
    throw new ImportError(`${address} cannot be read: ${why ?? message}.`)
  }
}
