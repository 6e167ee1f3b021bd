import { createLocalReq, type ServerProps } from 'payload'

import { readOverview } from '../../features/events/public.ts'
import { RefreshedPage } from '../elements/live/RefreshedPage.tsx'
import { EventList } from './EventList.tsx'
import './dashboard.css'

/** The start page: events that are on now, upcoming events, and events with a waitlist. */
export const Dashboard = async ({ payload, user }: ServerProps) => {
  const req = await createLocalReq({ user }, payload)
  const { running, upcoming, queued } = await readOverview(req, new Date())
  return (
    <section className="overview" aria-label="Overview">
      <RefreshedPage />
      <EventList
        title="On now"
        events={running}
        nothing="No event is on at the moment."
        page="registrations"
      />
      <EventList
        title="Coming up"
        events={upcoming}
        nothing="No upcoming event is published."
        page="edit"
      />
      <EventList
        title="With a waitlist"
        events={queued}
        nothing="Nobody is waiting for a place."
        page="registrations"
      />
    </section>
  )
}
