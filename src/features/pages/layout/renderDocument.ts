import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

/** A whole page as text. React escapes every text and attribute in it. */
export const renderDocument = (document: ReactElement): string =>
  `<!doctype html>${renderToStaticMarkup(document)}`
