import { Chips } from '../../../panel/elements/Chips.tsx'
import { type Filter, filters } from './doorQuery.ts'

interface Props {
  search: string
  setSearch: (search: string) => void
  filter: Filter
  setFilter: (filter: Filter) => void
}

/** Finds people: by what is typed or scanned, and by how far they have come. */
export const Controls = ({ search, setSearch, filter, setFilter }: Props) => (
  <div className="registrations__controls">
    <input
      type="search"
      className="registrations__search"
      aria-label="Search by name or ticket code"
      placeholder="Search by name or ticket code"
      value={search}
      onChange={(event) => setSearch(event.target.value)}
      // Whoever opens this page has somebody before them, or a scanner that types.
      autoFocus
    />
    <Chips
      chips={Object.entries(filters).map(([key, name]) => ({
        name,
        isOn: filter === key,
        choose: () => setFilter(key as Filter),
      }))}
    />
  </div>
)
