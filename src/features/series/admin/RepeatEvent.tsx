'use client'
import { PopupList, useDocumentInfo, useModal } from '@payloadcms/ui'

import type { Event } from '../../../payload-types.ts'
import { firstChoice } from '../ruleChoice.ts'
import { dayInZone } from './dayInZone.ts'
import { RepetitionDialog } from './RepetitionDialog.tsx'

const dialog = 'repeat-event'

/** The menu item that makes an event the first of a series. An event of a series has its own panel. */
export const RepeatEvent = () => {
  const { id, data } = useDocumentInfo()
  const event = data as Event | undefined
  const { isModalOpen, openModal } = useModal()
  if (!id || !event?.startDate || event.series || event.status === 'cancelled') return null
  const day = dayInZone(event.startDate, event.timezone)
  return (
    <>
      <PopupList.Button id="action-repeat-event" onClick={() => openModal(dialog)}>
        Repeat …
      </PopupList.Button>
      <RepetitionDialog
        slug={dialog}
        event={{ id: Number(id), timezone: event.timezone }}
        day={day}
        first={firstChoice(day)}
        method="POST"
        isOpen={isModalOpen(dialog)}
        intro="Each date becomes an event of its own, with its own places and the same details."
      />
    </>
  )
}
