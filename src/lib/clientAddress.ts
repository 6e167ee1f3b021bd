/**
 * Where a request comes from, for code that has no more of it than Fetch shows. It hangs on the
 * headers, because Payload hands copies of the request around that share them.
 */
const addresses = new WeakMap<Headers, string>()

export function noteClientAddress(headers: Headers, address: string): void {
  addresses.set(headers, address)
}

/** The client's network address; undefined for a call from within the platform. */
export const clientAddressOf = (headers: Headers): string | undefined => addresses.get(headers)
