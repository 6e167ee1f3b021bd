import { brand } from '../../../shared/brand.ts'
import type { Site } from '../site.ts'
import { Logo } from './Logo.tsx'

/** The name of the site, and the ways to its parts. */
export const Header = ({ site: { appUrl, link, translate } }: { site: Site }) => (
  <header className="site-header">
    <a className="brand" href={link('/events')}>
      <Logo />
      {brand}
    </a>
    <nav aria-label={translate('mainNavigation')}>
      <ul>
        <li>
          <a href={link('/events')}>{translate('events.title')}</a>
        </li>
        {appUrl && (
          <li>
            <a href={appUrl}>{translate('openApp')}</a>
          </li>
        )}
      </ul>
    </nav>
  </header>
)
