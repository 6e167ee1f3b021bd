'use client'
import { useRouter } from 'next/navigation.js'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

import type { FoundItem } from '../findForPanel.ts'
import { type Group, useFound } from './useFound.ts'

const optionId = (index: number) => `panel-search-option-${index}`

const messageOf = (text: string, found: Group[] | 'failed' | undefined, count: number) => {
  if (text === '') return 'Events, people by name or email, registrations by name or ticket code'
  if (found === undefined) return 'Searching…'
  if (found === 'failed') return 'The search is not available. Try again in a moment.'
  return count === 0 ? `Nothing found for “${text}”` : `${count} found`
}

interface OptionsProps {
  groups: Group[]
  active: number
  choose: (item: FoundItem) => void
}

/** The found items below the names of their kinds, numbered through. */
const Options = ({ active, choose, groups }: OptionsProps) => {
  const firsts = groups.map((_, index) =>
    groups.slice(0, index).reduce((sum, { items }) => sum + items.length, 0),
  )
  return groups.map(({ items, name }, group) => (
    <div key={name} role="group" aria-label={name}>
      <div className="panel-search__kind" aria-hidden="true">
        {name}
      </div>
      {items.map((item, place) => {
        const index = firsts[group]! + place
        return (
          <div
            key={item.url}
            id={optionId(index)}
            role="option"
            aria-selected={index === active}
            className="panel-search__option"
            onClick={() => choose(item)}
          >
            <span className="panel-search__title">{item.title}</span>
            <span className="panel-search__detail">{item.detail}</span>
          </div>
        )
      })}
    </div>
  ))
}

/** The field and what it finds: a combobox with a list (ARIA APG), for the keyboard as for the mouse. */
export const SearchDialog = ({ close }: { close: () => void }) => {
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const text = typed.trim()
  const found = useFound(text)
  const groups = Array.isArray(found) && text !== '' ? found : []
  const items = groups.flatMap((group) => group.items)
  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const choose = (item: FoundItem) => {
    close()
    router.push(item.url)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      setActive((active + step + items.length) % items.length)
    }
    const item = items[active]
    if (event.key === 'Enter' && item) choose(item)
  }

  return (
    <>
      <input
        ref={input}
        className="panel-search__input"
        type="text"
        role="combobox"
        aria-label="Search events, people and registrations"
        aria-expanded={items.length > 0}
        aria-controls="panel-search-list"
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? optionId(active) : undefined}
        placeholder="Search"
        maxLength={200}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="panel-search-list" role="listbox" aria-label="Found" className="panel-search__list">
        <Options groups={groups} active={active} choose={choose} />
      </div>
      <p role="status" className="panel-search__message">
        {messageOf(text, found, items.length)}
      </p>
    </>
  )
}
