/**
 * A password as it is hashed: the profile OpaqueString of PRECIS (RFC 8265, 4.2). Keyboards compose characters
 * and accents differently, and some type other spaces. Nothing is refused here, and case stays.
 */
export const passwordText = (typed: string): string =>
  typed.replace(/\p{Zs}/gu, ' ').normalize('NFC')

/**
 * The texts whose hash may be stored for a typed password: today's first, then those that were hashed
 * as they were typed, before passwords were normalized. Most passwords have one.
 */
export const hashedTexts = (typed: string): string[] => {
  const text = passwordText(typed)
  return [...new Set([text, typed, text.normalize('NFD')])]
}
