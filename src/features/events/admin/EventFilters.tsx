'use client'
import { useListQuery, usePreferences, useRouteTransition } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

import { useRefreshedPage } from '../../../panel/elements/live/useRefreshedPage.ts'
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
  const { isTransitioning } = useRouteTransition()
  const [isOpened, setIsOpened] = useState(
    () => Object.keys(query.where ?? {}).length > 0 || Boolean(query.search),
  )
  useRefreshedPage()
  const views = eventViews(new Date())
  const show = (view: EventView) =>
    void refineListData({ where: view.where, sort: view.sort, page: 1 })

  const open = async () => {
    const used = await getPreference<string | null>(preference)
    const view = eventViews(new Date()).find(({ name }) => name === (used ?? defaultView))
    if (view && view.name !== 'All') show(view)
  }
  useEffect(() => {
    if (!isOpened) void open().finally(() => setIsOpened(true))
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the list opens: later changes of the query are those of the user
  }, [])

  const chips = views.map((view) => ({
    name: view.name,
    isOn: isShown(view, query.where),
    choose: () => {
      void setPreference(preference, view.name)
      show(view)
    },
  }))
  // A choice while the list loads would be lost: Payload takes the filter of the answer for the last one.
  return <Chips chips={chips} isDisabled={!isOpened || isTransitioning} />
}
