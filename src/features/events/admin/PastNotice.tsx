'use client'
import { Banner, useFormFields } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

/** The current time is read again this often: a form may stay open past the end of the event. */
const intervalMs = 30_000

const useNow = () => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A notice that the event has ended, while the end date in the form is in the past. */
export const PastNotice = () => {
  const now = useNow()
  const endDate = useFormFields(([fields]) => fields.endDate?.value)
  const isPast = typeof endDate === 'string' && Date.parse(endDate) <= now
  return (
    <div role="status">
      {isPast && <Banner type="warning">This event has ended and accepts no registrations.</Banner>}
    </div>
  )
}
