import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** The time zone of the browser; undefined while the server renders, which does not know it. */
export const useBrowserZone = (): string | undefined =>
  useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => undefined,
  )
