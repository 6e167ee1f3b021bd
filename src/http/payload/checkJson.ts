import { Refusal } from '../../shared/errors/Refusal.ts'
import { isTooDeep } from '../../shared/jsonDepth.ts'

const isJson = (request: Request) =>
  request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    const isOne = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isOne && !isTooDeep(value)
  } catch {
    return false
  }
}

/**
 * Reads a JSON body and hands it on, when it is an object or empty. Payload takes the word of a
 * client for it: `null` would be an error of the server in the first hook that looks at a field.
 *
 * @throws {Refusal} 400 for a body that is no JSON object
 */
export async function checkJson(request: Request): Promise<Request> {
  if (request.body === null || !isJson(request)) return request
  const text = await request.text()
  if (text.trim() !== '' && !isObject(text)) {
    throw new Refusal(400, 'parse_error', 'The body is not a valid JSON object.')
  }
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body: text })
}
