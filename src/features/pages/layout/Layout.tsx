import type { ReactNode } from 'react'

import type { Site } from '../site.ts'
import { type About, Document } from './Document.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'

interface LayoutProps extends About {
  site: Site
  children: ReactNode
}

/** A page with header and footer. The children are its content, which begins with an `h1`. */
export const Layout = ({ site, children, ...about }: LayoutProps) => (
  <Document site={site} {...about}>
    <a className="skip" href="#content">
      {site.translate('skipToContent')}
    </a>
    <Header site={site} />
    <main id="content" tabIndex={-1}>
      {children}
    </main>
    <Footer site={site} />
  </Document>
)
