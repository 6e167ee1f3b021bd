import { Fragment } from 'react'

import { isolatedParts } from '../../../../shared/direction.ts'

/** A text with `<bdi>` for the marks of isolated parts: browsers and mail programs know the element. */
export const Isolated = ({ children }: { children: string }) =>
  isolatedParts(children).map(({ text, isIsolated }, index) =>
    isIsolated ? <bdi key={index}>{text}</bdi> : <Fragment key={index}>{text}</Fragment>,
  )
