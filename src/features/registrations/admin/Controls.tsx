import { Chips } from '../../../panel/elements/Chips.tsx'
import { type Filter, filters } from './doorQuery.ts'

interface Props {
  search: string
  setSearch: (search: string) => void
  filter: Filter
  setFilter: (filter: Filter) => void
}

/** The search field for typed and scanned text, and the filter by state. */
export const Controls = ({ search, setSearch, filter, setFilter }: Props) => (
  <div className="registrations__controls">
    <input
      type="search"
      className="registrations__search"
      aria-label="Search by name or ticket code"
      placeholder="Search by name or ticket code"
      value={search}
      onChange={(event) => setSearch(event.target.value)}
      // Staff open this page to search at once, by typing or with a scanner that types.
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
