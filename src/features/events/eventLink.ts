import type { Env } from '../../runtime/env/env.ts'
import { publicOrigin } from '../../runtime/env/publicOrigin.ts'

type Links = Pick<Env, 'EVENT_URL' | 'PORT' | 'PUBLIC_APP_URL' | 'PUBLIC_PAGES' | 'PUBLIC_URL'>

/** The page of an event in an app of the operator's own; undefined when there is none. */
const appLink = ({ EVENT_URL, PUBLIC_APP_URL }: Links, id: number) =>
  EVENT_URL?.replaceAll('{id}', String(id)) ??
  (PUBLIC_APP_URL && `${PUBLIC_APP_URL.replace(/\/$/, '')}/events/${id}`)

/** The URL of an event's page; undefined when there are no public pages, and no app that the operator has named. */
export const eventLink = (env: Links, id: number): string | undefined =>
  appLink(env, id) ?? (env.PUBLIC_PAGES ? `${publicOrigin(env)}/events/${id}` : undefined)
