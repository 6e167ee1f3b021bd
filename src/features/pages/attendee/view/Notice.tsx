import type { ReactNode } from 'react'

export type Tone = 'good' | 'waiting' | 'bad' | 'plain'

/** A message that stands out. Screen readers read what has just been done by themselves (`isNews`). */
export const Notice = ({
  tone,
  isNews = false,
  children,
}: {
  tone: Tone
  isNews?: boolean
  children: ReactNode
}) => (
  <div className={`notice ${tone}`} role={isNews ? 'status' : undefined}>
    <p>{children}</p>
  </div>
)
