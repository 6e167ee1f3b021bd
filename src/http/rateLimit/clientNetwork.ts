import { LRUCache } from 'lru-cache'
import { isIPv6 } from 'node:net'

/** Of addresses seen before: it is asked with every request, and reading one takes microseconds. */
const known = new LRUCache<string, string>({ max: 10_000 })

function read(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain
  const [head, tail] = plain.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - head!.length - (tail?.length ?? 0) }, () => '0')
  const groups = [...head!, ...zeros, ...(tail ?? [])].slice(0, 4)
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`
}

/**
 * What counts as one client among network addresses: an IPv4 address, or the /64 of an IPv6 address,
 * all of which belongs to one household or server.
 */
export function networkOf(address: string): string {
  let network = known.get(address)
  if (network === undefined) known.set(address, (network = read(address)))
  return network
}
