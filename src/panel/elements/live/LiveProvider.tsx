'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'

import { LiveClient } from '../../../shared/liveClient.ts'

const LiveContext = createContext<LiveClient | undefined>(undefined)

/** The server renders the page too, and watches nothing. */
const newClient = () =>
  typeof window === 'undefined' ? undefined : new LiveClient({ organises: true })

/**
 * One connection for live updates for each tab. The panel's cookie signs it in. It is open while a part of the
 * page watches something.
 */
export const LiveProvider = ({ children }: { children?: ReactNode }) => {
  const [client] = useState(newClient)
  return <LiveContext.Provider value={client}>{children}</LiveContext.Provider>
}

/** The connection of this tab; undefined on the server. */
export const useLiveClient = (): LiveClient | undefined => useContext(LiveContext)
