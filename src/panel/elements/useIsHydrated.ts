import { useBrowserValue } from './useBrowserValue.ts'

/**
 * False on the server, and in the browser until React has taken over the page: a click before that is lost.
 *
 * @returns whether a click on this element has an effect
 */
export const useIsHydrated = (): boolean => useBrowserValue(() => true, false)
