interface ZoneOption extends Record<string, unknown> {
  value: string
  label: string
  /** Text in which a search looks: both names of a zone, without accents. */
  search: string
}

/**
 * Current names of zones that browsers list under an older name (CLDR keeps the name that it knew first).
 * The rest of the database's renamed zones is the same in both.
 */
const currentNames: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** A text without accents, case, apostrophes and punctuation, as a search compares it. */
const folded = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f'’ʼ]/g, '')
    .replaceAll(/[_/.,-]+/g, ' ')
    .toLowerCase()

const oldNames = Object.fromEntries(
  Object.entries(currentNames).map(([older, current]) => [current, older]),
)

const optionOf = (zone: string): ZoneOption => {
  const label = zone.replaceAll('_', ' ')
  return { value: zone, label, search: folded(`${zone} ${oldNames[zone] ?? ''}`) }
}

const zones = Intl.supportedValuesOf('timeZone').map((zone) => currentNames[zone] ?? zone)

const options = [...new Set(['UTC', ...zones.sort()])].map(optionOf)

/** Whether a zone has each word of the search in its current or its older name. */
export const isZoneFound = (option: { value: string; label: string }, typed: string): boolean => {
  const { search } = optionOf(option.value)
  return folded(typed)
    .split(' ')
    .every((word) => search.includes(word))
}

/**
 * The zones to pick from, with labels that people can type. Includes `current`, even when it is an
 * older name that is not in the list, such as US/Eastern.
 */
export const zoneOptions = (current: string | undefined): ZoneOption[] =>
  !current || options.some((option) => option.value === current)
    ? options
    : [optionOf(current), ...options]
