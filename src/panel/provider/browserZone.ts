import { useEffect } from 'react'

import { browserZoneCookie } from '../../shared/browserZoneCookie.ts'

/** Tells the server the time zone of the browser: a day that is picked in a filter is a day of this zone. */
export function useBrowserZoneCookie(): void {
  useEffect(() => {
    const { name, path } = browserZoneCookie
    const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)
    document.cookie = `${name}=${zone}; path=${path}; max-age=31536000; samesite=lax`
  }, [])
}
