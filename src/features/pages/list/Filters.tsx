import type { Facets } from '../../events/public.ts'
import { type Query, type Site } from '../site.ts'
import { countryName, filterText, listPath, monthName, without } from './filterLinks.ts'

interface FiltersProps {
  filters: Query
  site: Site
}

interface ChosenProps extends FiltersProps {
  /** The page on which the filters are. */
  path: string
  /** What stays when a filter is removed. */
  kept?: Query
}

/** The filters of a page, each with a link that removes it. */
export const ChosenFilters = ({ filters, kept, path, site }: ChosenProps) => {
  const chosen = Object.entries(filters).filter(([name]) => name !== 'within')
  if (chosen.length === 0) return null
  return (
    <ul className="plain-list chips" aria-label={site.translate('events.filters')}>
      {chosen.map(([name, value]) => {
        const text = filterText(name, value!, site)
        return (
          <li key={name}>
            <a className="chip" href={site.link(path, { ...kept, ...without(filters, name) })}>
              <span className="hidden-text">
                {site.translate('events.remove', { filter: text })}
              </span>
              <span aria-hidden="true">{text} ×</span>
            </a>
          </li>
        )
      })}
      {chosen.length > 1 && (
        <li>
          <a className="chip" href={site.link(path, kept)}>
            {site.translate('events.removeAll')}
          </a>
        </li>
      )}
    </ul>
  )
}

/** Values of a facet that are shown at once. */
const maxShown = 12

type FacetName = 'country' | 'month' | 'program'

/** The values with the most events first; months in their order. */
const valuesOf = (facets: Facets, name: FacetName): [string, number][] => {
  const all = Object.entries(facets[name])
  const ordered = name === 'month' ? all.toSorted() : all.toSorted(([, a], [, b]) => b - a)
  return ordered.slice(0, maxShown)
}

interface FacetProps extends FiltersProps {
  facets: Facets
  name: FacetName
}

const Facet = ({ facets, filters, name, site }: FacetProps) => {
  const values = valuesOf(facets, name)
  // One value divides nothing.
  if (filters[name] !== undefined || values.length < 2) return null
  const nameOf = { country: countryName, month: monthName, program: (value: string) => value }
  return (
    <section>
      <h3>{site.translate(`facet.${name}`)}</h3>
      <ul className="plain-list chips">
        {values.map(([value, count]) => (
          <li key={value}>
            <a className="chip" href={site.link(listPath, { ...filters, [name]: value })}>
              {nameOf[name](value, site)} <span className="quiet">{count}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What divides the found events, with the number of events of each value. */
export const FacetLinks = ({ facets, filters, site }: FiltersProps & { facets: Facets }) => (
  <div className="facets">
    {(['month', 'country', 'program'] as const).map((name) => (
      <Facet key={name} facets={facets} filters={filters} name={name} site={site} />
    ))}
  </div>
)
