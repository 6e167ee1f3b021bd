import type { ReactNode } from 'react'

import { brand } from '../../../shared/brand.ts'
import { languages } from '../../../shared/languages.ts'
import type { Site } from '../site.ts'
import { htmlLanguage, inLanguage } from './languageLinks.ts'

/** What search engines and other sites learn about a page. */
export interface About {
  title: string
  description?: string
  /** The path by which search engines know the page, without a language; undefined hides it from them. */
  canonical?: string | undefined
  /** More elements of the head. */
  head?: ReactNode
}

interface DocumentProps extends About {
  site: Site
  /** The script of the page; that of the site without one. */
  script?: string
  children: ReactNode
}

/** The page in each language, and the one that chooses the language by the browser. */
const Alternates = ({ site: { origin }, path }: { site: Site; path: string }) => (
  <>
    {languages.map((language) => (
      <link
        key={language}
        rel="alternate"
        hrefLang={htmlLanguage(language)}
        href={origin + inLanguage(path, language)}
      />
    ))}
    <link rel="alternate" hrefLang="x-default" href={origin + path} />
  </>
)

/** A whole page: its head, and its body as given. */
export const Document = ({ children, ...props }: DocumentProps) => {
  const { canonical, description, head, script, site, title } = props
  const { isLanguageChosen, language, origin } = site
  const own = canonical && isLanguageChosen ? inLanguage(canonical, language) : canonical
  return (
    <html lang={htmlLanguage(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${brand}`}</title>
        {description && <meta name="description" content={description} />}
        {own ? (
          <link rel="canonical" href={origin + own} />
        ) : (
          <meta name="robots" content="noindex" />
        )}
        {canonical && <Alternates site={site} path={canonical} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={site.stylesheet} />
        {head}
        <script type="module" src={script ?? site.script} />
      </head>
      <body>{children}</body>
    </html>
  )
}
