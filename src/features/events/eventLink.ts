import type { Env } from '../../runtime/env/env.ts'

/** The URL of an event's page; undefined when the operator has not said where there is one. */
export const eventLink = ({ EVENT_URL }: Pick<Env, 'EVENT_URL'>, id: number): string | undefined =>
  EVENT_URL?.replaceAll('{id}', String(id))
