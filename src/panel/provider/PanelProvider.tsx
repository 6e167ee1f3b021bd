'use client'
import type { ReactNode } from 'react'

import { LiveProvider } from '../elements/live/LiveProvider.tsx'
import { useAccessibleNames } from './accessibleNames.ts'
import { useExplainedFailures } from './explainedFailures.ts'
import { useBrowserZoneCookie } from './browserZone.ts'
import { useKeptSession } from './keptSession.ts'
import './accessibility.css'
import './withoutEffect.css'

/** What all pages of the panel share, around Payload's own pages. */
export const PanelProvider = ({ children }: { children?: ReactNode }) => {
  useExplainedFailures()
  useKeptSession()
  useBrowserZoneCookie()
  useAccessibleNames()
  return <LiveProvider>{children}</LiveProvider>
}
