import { useAuth } from '@payloadcms/ui'
import { useEffect, useRef } from 'react'

/** The session is extended at most this often. A session lasts two hours. */
const intervalMs = 10 * 60 * 1000

/**
 * Extends the session while somebody works. Payload does so only when another page is opened: who checks
 * people in on one page was signed out after two hours. Upstream: payloadcms/payload#17481 (Payload 4).
 */
export function useKeptSession(): void {
  const { refreshCookieAsync, user } = useAuth()
  const extendedAt = useRef(0)
  const isSignedIn = Boolean(user)
  useEffect(() => {
    if (!isSignedIn) return undefined
    extendedAt.current ||= Date.now()
    const extend = () => {
      if (Date.now() - extendedAt.current < intervalMs) return
      extendedAt.current = Date.now()
      void refreshCookieAsync()
    }
    const events = ['keydown', 'pointerdown'] as const
    for (const event of events) document.addEventListener(event, extend, { passive: true })
    return () => {
      for (const event of events) document.removeEventListener(event, extend)
    }
  }, [isSignedIn, refreshCookieAsync])
}
