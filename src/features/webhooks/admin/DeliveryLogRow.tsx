'use client'
import { Button, toast } from '@payloadcms/ui'
import { useState } from 'react'

import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import { StatusPill } from '../../../panel/elements/StatusPill.tsx'
import type { DeliveryRow } from '../queries/deliveries.ts'
import { callApi } from './callApi.ts'
import { DeliveryDetailsPanel } from './DeliveryDetailsPanel.tsx'

interface Props {
  webhookId: number
  delivery: DeliveryRow
  loads: number
  reload: () => void
}

const columns = 7

/** One delivery: its state, and on a click its payload and response. */
export const DeliveryLogRow = ({ delivery, loads, reload, webhookId }: Props) => {
  const { attempts, createdAt, eventType, id, nextAttemptAt, responseStatus, status } = delivery
  const [isOpen, setIsOpen] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const detailsId = `delivery-${id}`
  const sendAgain = async () => {
    setIsBusy(true)
    const { refusal } = await callApi('POST', `${webhookId}/deliveries/${id}/retry`)
    if (refusal) toast.error(refusal)
    else toast.success('It is sent again')
    setIsBusy(false)
    reload()
  }
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="webhook-log__type"
            aria-expanded={isOpen}
            aria-controls={detailsId}
            onClick={() => setIsOpen(!isOpen)}
          >
            <span className="webhook-log__arrow" aria-hidden="true" />
            {eventType}
          </button>
        </th>
        <td className="webhook-log__state">
          <StatusPill status={status} />
        </td>
        <td className="webhook-log__attempts">{attempts}</td>
        <td className="webhook-log__response">{responseStatus ?? '–'}</td>
        <td className="webhook-log__next">
          {nextAttemptAt ? <LocalTime instant={nextAttemptAt} short /> : '–'}
        </td>
        <td className="webhook-log__recorded">
          <LocalTime instant={createdAt} short />
        </td>
        <td className="webhook-log__again">
          <Button
            size="small"
            margin={false}
            buttonStyle="secondary"
            aria-label={`Send ${eventType} again`}
            disabled={isBusy}
            onClick={() => void sendAgain()}
          >
            Send again
          </Button>
        </td>
      </tr>
      <tr id={detailsId} hidden={!isOpen}>
        <td colSpan={columns}>
          {isOpen && <DeliveryDetailsPanel webhookId={webhookId} id={id} loads={loads} />}
        </td>
      </tr>
    </>
  )
}
