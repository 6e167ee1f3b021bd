/**
 * The form of usernames: the profile UsernameCaseMapped of PRECIS (RFC 8265, 3.3), with the punctuation
 * that v1 has always had. Names that look the same are the same name, or one of them is refused.
 */

/** Half-width and full-width forms: what East Asian keyboards type for the same characters. */
const widths = /[\uFF01-\uFFEE]/g

/** Alphabetic characters, marks and digits of every script. */
const allowed = /^[\p{L}\p{M}\p{Nd}.@+_-]+$/u

/** Characters that nobody sees, among them characters such as the Hangul filler. */
const invisible = /\p{Default_Ignorable_Code_Point}/u

/** Characters of one script look like those of another only between these scripts. */
const lookalikes = [
  /\p{sc=Latin}/u,
  /\p{sc=Cyrillic}/u,
  /\p{sc=Greek}/u,
  /\p{sc=Armenian}/u,
  /\p{sc=Cherokee}/u,
]

const rightToLeft =
  /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}\p{sc=Samaritan}\p{sc=Mandaic}]/u
const rightToLeftAlone =
  /^(?=[\p{L}])[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}\p{sc=Samaritan}\p{sc=Mandaic}\p{M}\p{Nd}.@+_-]*[\p{L}\p{M}\p{Nd}]$/u

/** A username as it is stored and looked up: without spaces around it, in lower case, composed (NFC). */
export const normalizedUsername = (name: string): string =>
  name
    .trim()
    .replace(widths, (character) => character.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC')

/** Why a normalized username cannot be taken; undefined for a good one. */
export function usernameProblem(name: string): string | undefined {
  const isPlain =
    allowed.test(name) &&
    !invisible.test(name) &&
    !/^\p{M}/u.test(name) &&
    // Other forms of a character, such as ligatures and circled digits.
    name.normalize('NFKC') === name
  if (!isPlain) return 'Enter a valid username: letters, digits and @ . + - _ only.'
  if (lookalikes.filter((script) => script.test(name)).length > 1) {
    return 'Enter a valid username: its letters are of scripts that look alike. Use one of them.'
  }
  // The Bidi Rule (RFC 5893, 2): otherwise the parts of a name change places where it is shown.
  if (rightToLeft.test(name) && !rightToLeftAlone.test(name)) {
    return 'Enter a valid username: do not mix directions of writing.'
  }
  return undefined
}
