import { languageName } from '../../../shared/languageName.ts'
import { languages } from '../../../shared/languages.ts'
import type { Site } from '../site.ts'
import { htmlLanguage, inLanguage } from './languageLinks.ts'

const names = languages.map(languageName)

/** The same page in the other languages, by links: they work without scripts and cookies. */
const LanguageSwitch = ({ site: { language, translate, url } }: { site: Site }) => (
  <nav aria-label={translate('language')}>
    <ul>
      {languages.map((one, index) => (
        <li key={one}>
          <a
            href={inLanguage(url, one)}
            hrefLang={htmlLanguage(one)}
            lang={htmlLanguage(one)}
            aria-current={one === language ? 'true' : undefined}
          >
            {names[index]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** The languages, and the ways for those who do not come for an event. */
export const Footer = ({ site }: { site: Site }) => (
  <footer className="site-footer">
    <LanguageSwitch site={site} />
    <ul>
      {site.hasPanel && (
        <li>
          <a href="/admin">{site.translate('forOrganisers')}</a>
        </li>
      )}
      <li>
        <a href="/api/docs">{site.translate('apiReference')}</a>
      </li>
    </ul>
  </footer>
)
