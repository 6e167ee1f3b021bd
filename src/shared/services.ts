import type { Payload } from 'payload'

/**
 * The objects that live as long as a Payload instance. Each file that owns one adds its type here with
 * `declare module`, so that this file imports none of them. `src/composition/createServices.ts` makes
 * them.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the owners add to it
export interface Services {}

/** A registered symbol, because Next's bundle has its own copy of this module and of its variables. */
const key = Symbol.for('robo-events.services')

interface WithServices {
  [key]: Services
}

/** The services of a Payload instance. It costs one property read, so hot paths may call it. */
export const servicesOf = (payload: Payload): Services => (payload as unknown as WithServices)[key]

/** Hangs the services on a Payload instance. */
export const provideServices = (payload: Payload, services: Services): void => {
  ;(payload as unknown as WithServices)[key] = services
}
