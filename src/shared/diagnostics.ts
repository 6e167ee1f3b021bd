import diagnostics from 'node:diagnostics_channel'

import type { JobContext } from './jobContext.ts'
import type { RequestContext } from './requestContext.ts'

/** Events that metrics and error reports subscribe to. The publisher knows none of its subscribers. */
export interface DiagnosticEvents {
  /** The outcome of a registration is known. Its transaction may not be committed yet. */
  registration: { outcome: string }
  /** One statement has decided a batch of claims. */
  claimBatch: { size: number }
  /** A job was done, or will be retried, or has failed for good. */
  job: { task: string; seconds: number; outcome: 'done' | 'retried' | 'failed' }
  /** The mail server has accepted or refused an email, or could not be reached. */
  email: { outcome: 'accepted' | 'refused' | 'failed' }
  /** A webhook was delivered, or will be tried again, or has failed for good. */
  webhook: { outcome: 'delivered' | 'retried' | 'failed' }
  /** A password was hashed, or compared with a stored one. */
  passwordHash: { seconds: number }
  /** A request was refused with 429. */
  rateLimited: { policy: string }
  /** An error was logged. */
  error: { error: unknown; message?: string; context?: RequestContext; jobContext?: JobContext }
  /** A response had status 500 or more, and no error was logged for it. */
  failure: { context: RequestContext; method: string; route: string; status: number }
  /** A page of the panel, or a server function, could not be rendered. */
  renderFailed: { error: unknown }
}

type Name = keyof DiagnosticEvents

/** Node has one channel of each name in a process, so the copy of this module in Next's bundle shares it. */
const channels: Record<Name, ReturnType<typeof diagnostics.channel>> = {
  registration: diagnostics.channel('robo-events:registration'),
  claimBatch: diagnostics.channel('robo-events:claimBatch'),
  job: diagnostics.channel('robo-events:job'),
  email: diagnostics.channel('robo-events:email'),
  webhook: diagnostics.channel('robo-events:webhook'),
  passwordHash: diagnostics.channel('robo-events:passwordHash'),
  rateLimited: diagnostics.channel('robo-events:rateLimited'),
  error: diagnostics.channel('robo-events:error'),
  failure: diagnostics.channel('robo-events:failure'),
  renderFailed: diagnostics.channel('robo-events:renderFailed'),
}

/** Publishes an event. Without subscribers it costs next to nothing. */
export const publish = <Which extends Name>(name: Which, event: DiagnosticEvents[Which]): void =>
  channels[name].publish(event)

/** Subscribes to an event. @returns a function that unsubscribes */
export function subscribe<Which extends Name>(
  name: Which,
  listener: (event: DiagnosticEvents[Which]) => void,
): () => void {
  const receive = (event: unknown) => listener(event as DiagnosticEvents[Which])
  diagnostics.subscribe(channels[name].name, receive)
  return () => {
    diagnostics.unsubscribe(channels[name].name, receive)
  }
}
