import { useEffect, useState } from 'react'

import { errorOf } from '../../../panel/restErrors.ts'
import type { RepetitionPreview } from '../previewRepetition.ts'

/** The preview is read when the form has not changed for so many milliseconds. */
const quietMs = 250

export type Preview = RepetitionPreview | { problem: string }

/** The events that a rule would make; undefined while they are read, and without a rule. */
export function usePreview(eventId: number, rrule: string | undefined): Preview | undefined {
  const [read, setRead] = useState<{ rrule: string; preview: Preview }>()
  useEffect(() => {
    if (rrule === undefined) return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      const address = `/api/events/${eventId}/repeat?${new URLSearchParams({ rrule })}`
      fetch(address, { credentials: 'include', signal: controller.signal })
        .then(async (response) =>
          response.ok
            ? ((await response.json()) as RepetitionPreview)
            : { problem: await errorOf(response) },
        )
        .then((preview) => setRead({ rrule, preview }))
        .catch(() => undefined)
    }, quietMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [eventId, rrule])
  return read && read.rrule === rrule ? read.preview : undefined
}
