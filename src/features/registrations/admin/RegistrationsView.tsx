'use client'
import { Button, Gutter, SetDocumentStepNav, useDebounce, useDocumentInfo } from '@payloadcms/ui'
import { useState } from 'react'

import { AddRegistration } from './AddRegistration.tsx'
import { CancelDialog } from './CancelDialog.tsx'
import { Controls } from './Controls.tsx'
import type { Filter } from './doorQuery.ts'
import './registrations.css'
import { RegistrationTable } from './RegistrationTable.tsx'
import { scan } from './scan.ts'
import { Summary } from './Summary.tsx'
import { useChanges } from './useChanges.ts'
import { useDoorList } from './useDoorList.ts'

/** The search is sent so many milliseconds after the last key. */
const debounceMs = 250
const pageSize = 50

/** The registrations of one event: the page that staff at the entrance use for check-in. */
export const RegistrationsView = () => {
  const eventId = Number(useDocumentInfo().id)
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const [limit, setLimit] = useState(pageSize)
  const debounced = useDebounce(search.trim(), debounceMs)
  const { list, failure, reload } = useDoorList({ eventId, search: debounced, filter, limit })
  const zone = list?.event.timezone ?? 'UTC'
  const changes = useChanges(reload, zone)
  const onEnter = (text: string) => scan({ eventId, zone, changes }, text)

  return (
    <div className="registrations">
      <SetDocumentStepNav
        collectionSlug="events"
        id={eventId}
        pluralLabel="Events"
        useAsTitle="title"
        view="Registrations"
      />
      <Gutter className="registrations__body">
        <div className="registrations__head">
          {list && <Summary list={list} />}
          <AddRegistration eventId={eventId} onAdded={reload} />
        </div>
        <Controls {...{ search, setSearch, filter, setFilter, onEnter }} />
        {failure && <p role="alert">{failure}</p>}
        {list && <RegistrationTable list={list} changes={changes} />}
        {list?.hasMore && (
          <Button buttonStyle="secondary" onClick={() => setLimit(limit + pageSize)}>
            Show more
          </Button>
        )}
        <CancelDialog changes={changes} />
      </Gutter>
    </div>
  )
}
