import { type SyntheticEvent, useRef } from 'react'

import { Chips } from '../../../panel/elements/Chips.tsx'
import { type Filter, filters } from './doorQuery.ts'

interface Props {
  search: string
  setSearch: (search: string) => void
  filter: Filter
  setFilter: (filter: Filter) => void
  /** Checks in what was scanned; whether the text is done with. */
  onEnter: (text: string) => Promise<boolean>
}

/**
 * The search field for typed and scanned text, and the filter by state. A scanner types a code and Enter:
 * that checks the ticket in, and clears the field for the next one.
 */
export const Controls = ({ search, setSearch, filter, setFilter, onEnter }: Props) => {
  const field = useRef<HTMLInputElement>(null)
  const enter = async (event: SyntheticEvent) => {
    event.preventDefault()
    const text = field.current!.value.trim()
    if (!text) return
    field.current!.select()
    // The next ticket may have been scanned meanwhile.
    if ((await onEnter(text)) && field.current?.value.trim() === text) setSearch('')
    field.current?.focus()
  }
  return (
    <div className="registrations__controls">
      <form
        className="registrations__search-form"
        role="search"
        onSubmit={(event) => void enter(event)}
      >
        <input
          ref={field}
          type="search"
          className="registrations__search"
          aria-label="Search by name or ticket code"
          aria-describedby="registrations-search-hint"
          placeholder="Search by name or ticket code"
          enterKeyHint="go"
          autoComplete="off"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          // Staff open this page to search at once, by typing or with a scanner that types.
          autoFocus
        />
        <span id="registrations-search-hint" className="sr-only">
          Enter checks in the one that is found
        </span>
      </form>
      <Chips
        chips={Object.entries(filters).map(([key, name]) => ({
          name,
          isOn: filter === key,
          choose: () => setFilter(key as Filter),
        }))}
      />
    </div>
  )
}
