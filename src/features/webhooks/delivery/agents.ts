import dns from 'node:dns'
import type { LookupFunction } from 'node:net'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'

import { isPublicAddress } from '../address/publicAddress.ts'

/** An address inside, to which a public name leads. */
export class PrivateAddressError extends Error {
  constructor() {
    super('The name leads to an address inside a private network')
    this.name = 'PrivateAddressError'
  }
}

type Resolved = (
  error: NodeJS.ErrnoException | null,
  addresses: string | dns.LookupAddress[],
  family?: number,
) => void

/**
 * Resolves a name, and refuses it when any of its addresses is inside. The socket connects to the addresses
 * that were checked, so a name that resolves to something else the next time gains nothing.
 */
const publicLookup =
  (lookup: LookupFunction = dns.lookup): LookupFunction =>
  (hostname, options, callback) => {
    const checked: Resolved = (error, addresses, family) => {
      if (error) return callback(error, addresses, family)
      const all = Array.isArray(addresses) ? addresses.map(({ address }) => address) : [addresses]
      const isPublic = all.length > 0 && all.every(isPublicAddress)
      return callback(isPublic ? null : new PrivateAddressError(), addresses, family)
    }
    lookup(hostname, options, checked)
  }

export interface Agents {
  'http:': RequestFilteringHttpAgent
  'https:': RequestFilteringHttpsAgent
}

interface AgentOptions {
  /** Whether addresses inside are allowed too: for tests. */
  allowsPrivate: boolean
  /** Resolves names, instead of the system. */
  lookup?: LookupFunction
}

/**
 * Agents that connect to public addresses only. The library checks addresses in URLs and those that names
 * lead to; `publicLookup` checks the latter by the stricter rule of this platform. Connections are kept open
 * for the next message.
 */
export function createAgents({ allowsPrivate, lookup }: AgentOptions): Agents {
  const options = {
    keepAlive: true,
    // Shorter than receivers usually wait: they close first otherwise, while a message is on its way.
    timeout: 4000,
    maxFreeSockets: 32,
    allowPrivateIPAddress: allowsPrivate,
    allowMetaIPAddress: false,
    lookup: allowsPrivate ? lookup : publicLookup(lookup),
  }
  return {
    'http:': new RequestFilteringHttpAgent(options),
    'https:': new RequestFilteringHttpsAgent(options),
  }
}
