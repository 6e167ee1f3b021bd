const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Whether a value is the code of a country or territory, in two capitals (ISO 3166-1, CLDR's regions). */
export const isCountry = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) && names.of(value) !== undefined

/** Names that people write, next to those of CLDR, without capitals and accents. */
const otherNames: Record<string, string> = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  turkey: 'TR',
  'chinese taipei': 'TW',
  'hong kong': 'HK',
  macau: 'MO',
  'czech republic': 'CZ',
  holland: 'NL',
  'the netherlands': 'NL',
  korea: 'KR',
  'republic of korea': 'KR',
  macedonia: 'MK',
  'ivory coast': 'CI',
}

const plain = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/’/g, "'")
    .trim()

const capitals = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))

const codes = new Map(
  capitals
    .flatMap((first) => capitals.map((second) => first + second))
    .filter(isCountry)
    .map((code) => [plain(names.of(code)!), code]),
)

/** Other languages in which the names of countries are known. */
const languages = ['de', 'es', 'fr', 'it', 'pt', 'nl', 'pl', 'ru', 'zh', 'ja', 'ko', 'ar', 'he']

let translated: Map<string, string> | undefined

/** The codes by their names in other languages. Made at first use: it takes 10 ms. */
function translatedNames(): Map<string, string> {
  if (translated) return translated
  translated = new Map()
  for (const language of languages) {
    const own = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const code of codes.values()) {
      const name = own.of(code)
      if (name && !codes.has(plain(name))) translated.set(plain(name), code)
    }
  }
  return translated
}

/** The code of a country by its code, or by its name in English or another language; undefined for an unknown one. */
export function countryCodeOf(name: string): string | undefined {
  const code = name.trim().toUpperCase()
  if (isCountry(code) && !(plain(name) in otherNames)) return code
  const known = otherNames[plain(name)] ?? codes.get(plain(name))
  return known ?? (name.trim() === '' ? undefined : translatedNames().get(plain(name)))
}
