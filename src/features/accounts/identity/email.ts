import { domainToASCII, domainToUnicode } from 'node:url'

/** The maximum length of an address (RFC 5321, 4.5.3.1.3), in characters of the form that mail servers see. */
const maxLength = 254

const local = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const domain =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

const split = (address: string): [name: string, domain: string] => {
  const at = address.lastIndexOf('@')
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
}

/** The domain with labels in Unicode. A domain that is plain ASCII, or no domain, stays as it is. */
function normalizedDomain(given: string): string {
  // eslint-disable-next-line no-control-regex -- the range of ASCII
  if (/^[\x00-\x7F]*$/.test(given) && !/(^|\.)xn--/.test(given)) return given
  const ascii = domainToASCII(given)
  const unicode = domainToUnicode(ascii)
  // A label that is no valid Punycode would become another domain.
  return unicode !== '' && domainToASCII(unicode) === ascii ? unicode : given
}

/**
 * An address as it is stored and looked up: in lower case, composed, an international domain in Unicode,
 * whether it was sent in Unicode or as `xn--`. The mail adapter sends to the form in ASCII.
 */
export function normalizedEmail(address: string): string {
  const [name, host] = split(address.trim().toLowerCase().normalize('NFC'))
  return name === '' ? host : `${name}@${normalizedDomain(host)}`
}

/** Whether it is an address that mail servers know. Its domain may be international, its name is ASCII. */
export function isEmail(address: string): boolean {
  const [name, host] = split(address)
  const ascii = domainToASCII(host)
  return (
    local.test(name) &&
    // A host that is changed otherwise is no domain: `127.1` becomes `127.0.0.1`.
    normalizedDomain(ascii) === normalizedDomain(host.toLowerCase()) &&
    domain.test(ascii) &&
    `${name}@${ascii}`.length <= maxLength
  )
}
