import diagnostics from 'node:diagnostics_channel'

import type { JobContext } from './jobContext.ts'
import type { RequestContext } from './requestContext.ts'

/** What the layers below tell whoever counts it or reports it, without knowing who that is. */
export interface DiagnosticEvents {
  /** A registration was decided on; counted before its transaction commits. */
  registration: { outcome: string }
  /** Claims were decided in one statement. */
  batch: { size: number }
  /** A job was done, or tried and put back, or given up. */
  job: { task: string; seconds: number; outcome: 'done' | 'retried' | 'failed' }
  /** What became of an email. */
  email: { outcome: 'accepted' | 'refused' | 'failed' }
  /** A request was refused because a limit is reached. */
  limited: { policy: string }
  /** An error was logged that somebody has to act on. */
  error: { error: unknown; message?: string; context?: RequestContext; jobContext?: JobContext }
  /** A request was answered with 500 or more, and no error was logged for it. */
  failure: { context: RequestContext; method: string; route: string; status: number }
}

type Name = keyof DiagnosticEvents

/** Node's own channels: one of a name in the process, whichever copy of this module asks for it. */
const channels: Record<Name, ReturnType<typeof diagnostics.channel>> = {
  registration: diagnostics.channel('robo-events:registration'),
  batch: diagnostics.channel('robo-events:batch'),
  job: diagnostics.channel('robo-events:job'),
  email: diagnostics.channel('robo-events:email'),
  limited: diagnostics.channel('robo-events:limited'),
  error: diagnostics.channel('robo-events:error'),
  failure: diagnostics.channel('robo-events:failure'),
}

/** Tells that something has happened. It costs next to nothing when nobody listens. */
export const publish = <Which extends Name>(name: Which, fact: DiagnosticEvents[Which]): void =>
  channels[name].publish(fact)

/** Listens. @returns what ends it */
export function subscribe<Which extends Name>(
  name: Which,
  listener: (fact: DiagnosticEvents[Which]) => void,
): () => void {
  const hear = (fact: unknown) => listener(fact as DiagnosticEvents[Which])
  diagnostics.subscribe(channels[name].name, hear)
  return () => {
    diagnostics.unsubscribe(channels[name].name, hear)
  }
}
