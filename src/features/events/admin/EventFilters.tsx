'use client'
import { useListQuery, usePreferences } from '@payloadcms/ui'
import { useEffect, useRef } from 'react'

import { Chips } from '../../../panel/elements/Chips.tsx'
import { type EventView, eventViews, isShown } from './eventViews.ts'

const preference = 'events-view'
const defaultView = 'Coming up'

/**
 * Buttons above the list of events for the filters that staff use every day. The list opens with the one
 * that was used last, and the first time with the next events.
 */
export const EventFilters = () => {
  const { query, refineListData } = useListQuery()
  const { getPreference, setPreference } = usePreferences()
  const isOpened = useRef(false)
  const isChosen = useRef(false)
  const views = eventViews(new Date())
  const show = (view: EventView) =>
    void refineListData({ where: view.where, sort: view.sort, page: 1 })

  useEffect(() => {
    const isFiltered = Object.keys(query.where ?? {}).length > 0 || Boolean(query.search)
    if (isOpened.current) return
    isOpened.current = true
    if (isFiltered) return
    void getPreference<string | null>(preference).then((used) => {
      const view = eventViews(new Date()).find(({ name }) => name === (used ?? defaultView))
      // Who chooses another before the server answers keeps that one.
      if (view && view.name !== 'All' && !isChosen.current) show(view)
    })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the list opens, or it would undo what the user chooses
  }, [])

  const chips = views.map((view) => ({
    name: view.name,
    isOn: isShown(view, query.where),
    choose: () => {
      isChosen.current = true
      void setPreference(preference, view.name)
      show(view)
    },
  }))
  return <Chips chips={chips} />
}
