/** A POST with one of these headers stands for a GET whose query is too long for a URL. */
const overrides = ['x-payload-http-method-override', 'x-http-method-override']

/**
 * Bytes of a body that stands for a query: more than a filter may hold. To read a query costs much more
 * than to read JSON, and anonymous callers may send one.
 */
export const maxQueryBytes = 128 * 1024

/**
 * Whether Payload answers a request as a GET, though it is a POST. The rule is Payload's own: its method
 * and the value of the header count as they are written (`handleEndpoints`).
 *
 * @param header the value of a header of the request
 */
export const standsForGet = (
  method: string | undefined,
  header: (name: string) => unknown,
): boolean => method === 'POST' && overrides.some((name) => header(name) === 'GET')
