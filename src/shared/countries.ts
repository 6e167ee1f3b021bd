const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Whether a value is the code of a country or territory, in two capitals (ISO 3166-1, CLDR's regions). */
export const isCountry = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) && names.of(value) !== undefined
