import { isTooDeep } from '../../shared/jsonDepth.ts'
import { invalidJson } from '../body/bodyErrors.ts'
import { isJson } from '../body/bodyHeaders.ts'

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
 * Checks that a JSON body is an object or empty. Payload does not: `null` would be a 500 in the first
 * hook that reads a field.
 *
 * @throws {Refusal} 400 for a body that is no JSON object
 */
export async function checkJson(request: Request): Promise<Request> {
  if (request.body === null || !isJson(request.headers.get('content-type'))) return request
  const text = await request.text()
  if (text.trim() !== '' && !isObject(text)) {
    throw invalidJson('payload')
  }
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body: text })
}
