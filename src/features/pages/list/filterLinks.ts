import { isCountry } from '../../../shared/countries.ts'
import type { Language } from '../../../shared/languages.ts'
import { type Query, type Site } from '../site.ts'
import { formatOf } from '../times.ts'

export const listPath = '/events'

const regions = new Map<Language, Intl.DisplayNames>()

/** The names of countries in a language. To make the list takes a millisecond. */
function regionsIn(language: Language): Intl.DisplayNames {
  const names = regions.get(language) ?? new Intl.DisplayNames(language, { type: 'region' })
  regions.set(language, names)
  return names
}

/** The name of a country in a language; its code, if it has no name. */
export function countryName(code: string, { language }: Pick<Site, 'language'>): string {
  const known = code.toUpperCase()
  if (!isCountry(known)) return code
  return regionsIn(language).of(known) ?? code
}

/** "May 2031" for 2031-05. */
export const monthName = (month: string, { language }: Pick<Site, 'language'>): string =>
  formatOf(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )

/** A filter of the request, in words. */
export function filterText(name: string, value: string, site: Site): string {
  const { translate } = site
  switch (name) {
    case 'country':
      return countryName(value, site)
    case 'month':
      return monthName(value, site)
    case 'day':
      return formatOf(site.language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${value}T00:00:00Z`),
      )
    case 'has_seats':
      return translate('filter.has_seats')
    case 'series':
      return translate('filter.series')
    case 'q':
    case 'near':
    case 'start_date':
    case 'end_date':
      return translate(`filter.${name}`, { value })
    case 'time':
      return translate(`events.time.${value as 'past'}`)
    default:
      return value
  }
}

/** The filters without one, and without what belongs to it. */
export function without(filters: Query, name: string): Query {
  const rest = { ...filters, [name]: undefined }
  return name === 'near' ? { ...rest, within: undefined } : rest
}
