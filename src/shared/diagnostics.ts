import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'

import type { Duty } from './jobContext.ts'
import type { Visit } from './requestContext.ts'

/** What the layers below tell whoever counts it or reports it, without knowing who that is. */
export interface Happenings {
  /** A registration was decided on; counted before its transaction commits. */
  registration: { outcome: string }
  /** Claims were decided in one statement. */
  batch: { size: number }
  /** A job was done, or tried and put back, or given up. */
  job: { task: string; seconds: number; outcome: 'done' | 'retried' | 'failed' }
  /** What became of a letter. */
  letter: { outcome: 'accepted' | 'refused' | 'failed' }
  /** A request was refused because a limit is reached. */
  limited: { policy: string }
  /** An error was logged that somebody has to act on. */
  error: { error: unknown; message?: string; visit?: Visit; duty?: Duty }
  /** A request was answered with 500 or more, and no error was logged for it. */
  failure: { visit: Visit; method: string; route: string; status: number }
}

type Name = keyof Happenings

/** Node's own channels: one of a name in the process, whichever copy of this module asks for it. */
const channels: Record<Name, ReturnType<typeof channel>> = {
  registration: channel('robo-events:registration'),
  batch: channel('robo-events:batch'),
  job: channel('robo-events:job'),
  letter: channel('robo-events:letter'),
  limited: channel('robo-events:limited'),
  error: channel('robo-events:error'),
  failure: channel('robo-events:failure'),
}

/** Tells that something has happened. It costs next to nothing when nobody listens. */
export const happened = <Which extends Name>(name: Which, fact: Happenings[Which]): void =>
  channels[name].publish(fact)

/** Listens. @returns what ends it */
export function whenever<Which extends Name>(
  name: Which,
  listener: (fact: Happenings[Which]) => void,
): () => void {
  const hear = (fact: unknown) => listener(fact as Happenings[Which])
  subscribe(channels[name].name, hear)
  return () => {
    unsubscribe(channels[name].name, hear)
  }
}
