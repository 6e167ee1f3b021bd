import type { OwnRegistration } from '../../../registrations/public.ts'
import type { PersonContext } from '../context.ts'
import { momentText } from '../times.ts'
import type { Tone } from './Notice.tsx'

type StateKey =
  | 'state.confirmed'
  | 'state.waitlisted'
  | 'state.offered'
  | 'state.cancelled'
  | 'state.eventCancelled'

const states: Record<OwnRegistration['state'], [StateKey, Tone]> = {
  confirmed: ['state.confirmed', 'good'],
  waitlisted: ['state.waitlisted', 'waiting'],
  offered: ['state.offered', 'waiting'],
  cancelled: ['state.cancelled', 'plain'],
}

/** The state of a registration in two or three words. */
export const StatePill = ({
  context: { text },
  registration: { event, state },
}: {
  context: PersonContext
  registration: OwnRegistration
}) => {
  const [key, tone]: [StateKey, Tone] =
    event.status === 'cancelled' ? ['state.eventCancelled', 'bad'] : states[state]
  return <span className={`pill ${tone}`}>{text(key)}</span>
}

/** What a person has to know of a registration besides its state, in whole sentences. */
export function stateSentences(context: PersonContext, registration: OwnRegistration): string[] {
  const { text } = context
  const { cancelledByOther, checkedInAt, event, offerExpiresAt, position, state } = registration
  if (event.status === 'cancelled') return [text('state.eventCancelledText')]
  switch (state) {
    case 'waitlisted':
      return [text('state.position', { position: position ?? 1 }), text('state.positionHint')]
    case 'offered': {
      const time = momentText(context, offerExpiresAt!, event.timezone)
      return [text('state.offer', { time })]
    }
    case 'cancelled':
      return [text(cancelledByOther ? 'state.theyCancelled' : 'state.youCancelled')]
    case 'confirmed':
      if (!checkedInAt) return []
      return [text('state.checkedIn', { time: momentText(context, checkedInAt, event.timezone) })]
  }
}
