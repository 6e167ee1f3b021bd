import { useCallback, useEffect, useState } from 'react'

import type { DeliveryRow } from '../queries/deliveries.ts'
import { callApi } from './callApi.ts'

export interface DeliveryPage {
  count: number
  pages: number
  rows: DeliveryRow[]
}

export interface PageWanted {
  id: number
  status: string
  page: number
}

/** The page is read again so often, while it is visible: messages are sent meanwhile. */
const reloadMs = 4000

/** Loads a page of deliveries, and loads it again regularly. */
export function useDeliveries({ id, status, page }: PageWanted) {
  const [list, setList] = useState<DeliveryPage>()
  const [failure, setFailure] = useState<string>()
  const [loads, setLoads] = useState(0)
  const reload = useCallback(() => setLoads((count) => count + 1), [])

  useEffect(() => {
    const aborting = new AbortController()
    const query = new URLSearchParams({ page: String(page), status })
    const path = `${id}/deliveries?${query}`
    void callApi<DeliveryPage>('GET', path, aborting.signal).then(({ body, refusal }) => {
      if (aborting.signal.aborted) return
      if (body) setList(body)
      setFailure(refusal)
    })
    return () => aborting.abort()
  }, [id, status, page, loads])

  useEffect(() => {
    const reloadIfVisible = () => document.visibilityState === 'visible' && reload()
    const timer = setInterval(reloadIfVisible, reloadMs)
    return () => clearInterval(timer)
  }, [reload])

  return { list, failure, reload, loads }
}
