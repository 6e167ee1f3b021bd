import { PrivateAddressError } from './agents.ts'

/** Why a status is a failure, in a sentence; null for 2xx. */
export function reasonOfStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) {
    return `The receiver redirects (${status}). Redirects are not followed: enter the final URL.`
  }
  if (status === 410) return 'The receiver says that it is gone (410).'
  return `The receiver answered ${status}.`
}

export const timedOut = (millis: number): string =>
  `The response was not complete within ${Math.round(millis / 1000)} seconds.`

const reasons: Record<string, string> = {
  ENOTFOUND: 'The name of the host does not exist.',
  EAI_AGAIN: 'The name of the host could not be resolved.',
  ECONNREFUSED: 'Nothing accepts connections at this address.',
  ECONNRESET: 'The receiver closed the connection.',
  EPIPE: 'The receiver closed the connection.',
  ETIMEDOUT: 'The receiver could not be reached.',
  EHOSTUNREACH: 'The receiver could not be reached.',
  ENETUNREACH: 'The receiver could not be reached.',
  CERT_HAS_EXPIRED: 'The certificate of the receiver has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the receiver is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate of the receiver is self-signed.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate of the receiver cannot be verified.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the receiver is for another name.',
  HPE_HEADER_OVERFLOW: 'The headers of the response are too large.',
}

/** Why no response came, in a sentence that names no address. */
export function reasonOfError(error: unknown): string {
  const { code, message = '' } = error as { code?: string; message?: string }
  if (error instanceof PrivateAddressError || message.includes('is not allowed. Because')) {
    return 'The name leads to an address inside a private network.'
  }
  const reason = code === undefined ? undefined : reasons[code]
  if (reason) return reason
  if (code?.startsWith('HPE_')) return 'The response is not HTTP.'
  if (code?.startsWith('ERR_TLS') || code?.startsWith('ERR_SSL') || code === 'EPROTO') {
    return 'No secure connection could be made.'
  }
  return `The receiver could not be reached${code ? ` (${code})` : ''}.`
}
