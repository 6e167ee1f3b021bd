'use client'
import { useRouter } from 'next/navigation.js'
import { useEffect } from 'react'

import { useLiveClient } from './LiveProvider.tsx'

/** Milliseconds between two renderings of a page, and between two looks whether the user is busy. */
const intervalMs = 2000

/** Whether the user is typing, has chosen rows, or looks at another tab: then the page stays as it is. */
const isBusy = () =>
  document.visibilityState !== 'visible' ||
  document.activeElement?.matches('input, textarea, select, [contenteditable]') === true ||
  document.querySelector('table input:checked, dialog[open]') !== null

/**
 * Renders the page again when events were created, changed or deleted. React keeps what the user has typed and
 * how far they have scrolled; a rendering waits while they are busy.
 */
export function useRefreshedPage(): void {
  const client = useLiveClient()
  const router = useRouter()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer = undefined
      if (isBusy()) timer = setTimeout(refresh, intervalMs)
      else router.refresh()
    }
    const stop = client?.subscribeToList(() => {
      timer ??= setTimeout(refresh, intervalMs / 4)
    })
    return () => {
      stop?.()
      clearTimeout(timer)
    }
  }, [client, router])
}
