import { LRUCache } from 'lru-cache'
import { isIPv6 } from 'node:net'

/** The networks of recent addresses. Every request needs one, and parsing takes microseconds. */
const cache = new LRUCache<string, string>({ max: 10_000 })

function parse(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0]!
  if (!isIPv6(plain)) return plain
  const [head, tail] = plain.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - head!.length - (tail?.length ?? 0) }, () => '0')
  const groups = [...head!, ...zeros, ...(tail ?? [])].slice(0, 4)
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`
}

/**
 * The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address. All of a /64
 * belongs to one household or server.
 */
export function networkOf(address: string): string {
  let network = cache.get(address)
  if (network === undefined) cache.set(address, (network = parse(address)))
  return network
}

/** The client of a request: the account, because a whole school may share one address, else the network. */
export const clientOf = (userId: number | string | undefined, address: string): string =>
  userId === undefined ? networkOf(address) : `user ${userId}`
