import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * A value that the browser knows and the server does not. Both must render the same at first, so React takes
 * that of the server until it has taken over the page.
 *
 * @param inBrowser reads the value; it must be the same at each call
 */
export const useBrowserValue = <Value>(inBrowser: () => Value, onServer: Value): Value =>
  useSyncExternalStore(never, inBrowser, () => onServer)
