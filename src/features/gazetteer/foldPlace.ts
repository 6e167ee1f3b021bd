/** Forms that no decomposition makes plain. */
const plainForms: Record<string, string> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
}

/** The name of a place as it is compared: without case, accents and signs; `St.` and `Saint` are one. */
export const foldPlace = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[ßłøđħŧıæœþð]/g, (character) => plainForms[character]!)
    .replace(/[’'`´ʻ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:saint|sankt|sainte|ste) /, 'st ')

/** The name with its umlauts written as two vowels, as in addresses of the web: `koeln`. Undefined without one. */
export function umlautForm(name: string): string | undefined {
  if (!/[äöüÄÖÜ]/.test(name.normalize('NFC'))) return undefined
  return foldPlace(name.normalize('NFC').replace(/[äöüÄÖÜ]/g, (vowel) => `${vowel}e`))
}
