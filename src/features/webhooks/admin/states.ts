import type { Webhook } from '../../../payload-types.ts'

export type State = NonNullable<Webhook['state']>

interface Words {
  label: string
  /** What it means, and what to do. */
  meaning: string
}

/** The states of an endpoint in words. */
export const states: Record<State, Words> = {
  on: { label: 'Works', meaning: 'Messages are sent as changes are made.' },
  failing: {
    label: 'Failing',
    meaning: 'The last attempt failed. The platform tries again, for three days and longer.',
  },
  off: {
    label: 'Off',
    meaning: 'Nothing is sent. Messages that wait are sent when it is on again.',
  },
  gone: {
    label: 'Switched off',
    meaning: 'The receiver answered that it is gone (410). Switch it on when it is back.',
  },
  given_up: {
    label: 'Switched off',
    meaning: 'Nothing could be delivered for days. Switch it on when the receiver works again.',
  },
}
