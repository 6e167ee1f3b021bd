import { boundedLine } from '../../../shared/boundedText.ts'

/** A scheme, an address or a domain: mail programs turn these into links. */
const linked = /[/@\\]|:|www\.|\p{L}\.\p{L}{2,}/iu

/**
 * The name for the greeting, or undefined when it looks like a link. Anyone can open an account with
 * another person's address: a name that is an advertisement would turn the greeting into spam.
 */
export function nameToGreet(name: string): string | undefined {
  const line = boundedLine(name, 60)
  return line === '' || linked.test(line) ? undefined : line
}
