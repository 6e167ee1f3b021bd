'use client'
import { Banner, useFormFields } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

/** Milliseconds after which the clock is looked at again: a form may stay open past the end. */
const interval = 30_000

const useNow = () => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Says that the event is over, as soon as the end date in the form lies in the past. */
export const PastNotice = () => {
  const now = useNow()
  const endDate = useFormFields(([fields]) => fields.endDate?.value)
  const isPast = typeof endDate === 'string' && Date.parse(endDate) <= now
  return (
    <div role="status">
      {isPast && <Banner type="warning">This event has ended: it takes no registrations.</Banner>}
    </div>
  )
}
