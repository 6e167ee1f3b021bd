'use client'
import { useEffect } from 'react'

import { useLiveClient } from './LiveProvider.tsx'

/** Milliseconds between two calls during a rush. */
const intervalMs = 1000

/**
 * Calls a function when the registrations or the seats of an event may have changed: at once, and then once a
 * second.
 */
export function useEventChanges(eventId: number, onChange: () => void): void {
  const client = useLiveClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isDue = false
    let isFirst = true
    const call = () => {
      isDue = false
      onChange()
      timer = setTimeout(() => {
        timer = undefined
        if (isDue) call()
      }, intervalMs)
    }
    const stop = client?.subscribe(eventId, ({ type }) => {
      // The seats at the beginning: the page has just read them.
      if (isFirst && type === 'seats') {
        isFirst = false
        return
      }
      if (timer) isDue = true
      else call()
    })
    return () => {
      stop?.()
      clearTimeout(timer)
    }
  }, [client, eventId, onChange])
}
