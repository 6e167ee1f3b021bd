'use client'
import { useEffect, useState } from 'react'

import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import type { DeliveryDetails } from '../queries/deliveries.ts'
import { callApi } from './callApi.ts'

/** JSON with line breaks; other text as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const Facts = ({ details }: { details: DeliveryDetails }) => (
  <p className="webhook-log__facts">
    {details.failure && <strong>{details.failure} </strong>}
    {details.lastAttemptAt && (
      <>
        Last tried <LocalTime instant={details.lastAttemptAt} />, it took {details.durationMs}{' '}
        ms.{' '}
      </>
    )}
    <code>webhook-id: {details.id}</code>
  </p>
)

interface Props {
  webhookId: number
  id: string
  /** Changes when the list was read again. */
  loads: number
}

/** The payload and the response of a delivery. */
export const DeliveryDetailsPanel = ({ id, loads, webhookId }: Props) => {
  const [details, setDetails] = useState<DeliveryDetails>()
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    const aborting = new AbortController()
    const path = `${webhookId}/deliveries/${id}`
    void callApi<DeliveryDetails>('GET', path, aborting.signal).then(({ body, refusal }) => {
      if (aborting.signal.aborted) return
      if (body) setDetails(body)
      setFailure(refusal)
    })
    return () => aborting.abort()
  }, [id, webhookId, loads])

  if (failure) return <p role="alert">{failure}</p>
  if (!details) return <p>Loading …</p>
  return (
    <div className="webhook-log__details">
      <Facts details={details} />
      <div className="webhook-log__texts">
        <section>
          <h3>Payload</h3>
          <pre tabIndex={0}>{pretty(details.body)}</pre>
        </section>
        <section>
          <h3>Response{details.responseStatus === null ? '' : ` ${details.responseStatus}`}</h3>
          <pre tabIndex={0}>
            {details.attempts === 0
              ? 'Not sent yet'
              : pretty(details.responseBody ?? '') || 'No text'}
          </pre>
        </section>
      </div>
    </div>
  )
}
