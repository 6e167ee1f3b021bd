'use client'
import { useEffect, useState } from 'react'

import { type Fill, FillBar } from '../FillBar.tsx'
import { useLiveClient } from './LiveProvider.tsx'

interface Props {
  eventId: number
  /** How full the event was when the page was made. */
  fill: Fill
}

type Seats = Omit<Fill, 'capacity'>

/** How full an event is, at every moment. */
export const LiveFillBar = ({ eventId, fill }: Props) => {
  const client = useLiveClient()
  const [seats, setSeats] = useState<Seats>()
  useEffect(
    () =>
      client?.subscribe(eventId, (message) => {
        if (message.type !== 'seats') return
        setSeats({ taken: message.registered_count, waiting: message.waitlist_count })
      }),
    [client, eventId],
  )
  return <FillBar fill={{ ...fill, ...seats }} />
}
