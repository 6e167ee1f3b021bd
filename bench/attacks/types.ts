import type { Caller } from '../seed.ts'

/** What an attacker has: the address of the server, and the accounts of a few attendees. */
export interface AttackContext {
  url: string
  /** Aborts when the attack shall end. */
  signal: AbortSignal
  attendees: Caller[]
}

/** One way to stop the server for others. */
export interface Attack {
  /** Its name for `--only`. */
  name: string
  /** One sentence for the report. */
  title: string
  /**
   * Repeats the attack until the signal aborts. Refused and failed requests are what it should meet:
   * it ignores them.
   */
  run: (context: AttackContext) => Promise<void>
}

/** The address from which an attacker seems to come. The server believes this header in the benchmark. */
export const from = (address: string) => ({ 'X-Forwarded-For': address })
