import { useBrowserValue } from './useBrowserValue.ts'

/** The time zone of the browser; undefined while the server renders, which does not know it. */
export const useBrowserZone = (): string | undefined =>
  useBrowserValue<string | undefined>(
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    undefined,
  )
