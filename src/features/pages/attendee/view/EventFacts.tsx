import type { ReactNode } from 'react'

import { eventTimes } from '../times.ts'
import type { PersonContext } from '../context.ts'

interface FactsEvent {
  startDate: string
  endDate: string
  timezone: string
  location: string
}

/** A name and its value, in a list of them. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** When and where an event is, and what else is given. */
export const EventFacts = ({
  context,
  event,
  children,
}: {
  context: PersonContext
  event: FactsEvent
  children?: ReactNode
}) => (
  <dl className="own-facts">
    <Fact name={context.text('register.when')}>
      {eventTimes(context, event).map((line) => (
        <span className="line" key={line}>
          {line}
        </span>
      ))}
    </Fact>
    <Fact name={context.text('register.where')}>
      <bdi>{event.location}</bdi>
    </Fact>
    {children}
  </dl>
)
