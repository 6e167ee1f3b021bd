import type { ReactNode } from 'react'

export type Tone = 'good' | 'waiting' | 'bad' | 'plain'

/** A message that stands out. */
export const Notice = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <div className={`notice ${tone}`} role="status">
    <p>{children}</p>
  </div>
)
