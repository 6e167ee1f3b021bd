'use client'
import { useListQuery } from '@payloadcms/ui'

import { Chips } from '../../../panel/elements/Chips.tsx'
import { eventViews, isShown } from './eventViews.ts'

/** Buttons above the list of events for the filters that staff use every day. */
export const EventFilters = () => {
  const { query, refineListData } = useListQuery()
  const chips = eventViews(new Date()).map((view) => ({
    name: view.name,
    isOn: isShown(view, query.where),
    choose: () => void refineListData({ where: view.where, sort: view.sort, page: 1 }),
  }))
  return <Chips chips={chips} />
}
