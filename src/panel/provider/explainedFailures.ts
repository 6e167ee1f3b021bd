import { toast } from '@payloadcms/ui'
import { useEffect } from 'react'

import { errorOf } from '../restErrors.ts'

const isRestore = /\/api\/[\w-]+\/versions\/\w+/

const urlOf = (input: RequestInfo | URL) =>
  new URL(input instanceof Request ? input.url : input, window.location.href)

const explained =
  (original: typeof fetch): typeof fetch =>
  async (input, init) => {
    const { origin, pathname } = urlOf(input)
    const method = init?.method?.toUpperCase() ?? 'GET'
    const isOurs = origin === window.location.origin && pathname.startsWith('/api/')
    try {
      const response = await original(input, init)
      if (isOurs && method === 'POST' && !response.ok && isRestore.test(pathname)) {
        toast.error(await errorOf(response.clone()))
      }
      return response
    } catch (error) {
      const isUnreachable = isOurs && error instanceof TypeError
      if (!isUnreachable) throw error
      const nothing = method === 'GET' ? '' : ' Nothing was saved.'
      throw new TypeError(`Can't reach the server.${nothing}`, { cause: error })
    }
  }

/**
 * Explains failures where Payload's pages do not: they show the browser's "Failed to fetch", and no reason
 * when a version cannot be restored. Neither text can be replaced by a setting or a component.
 */
export function useExplainedFailures(): void {
  useEffect(() => {
    const original = window.fetch.bind(window)
    window.fetch = explained(original)
    return () => {
      window.fetch = original
    }
  }, [])
}
