import { brand } from '../../../shared/brand.ts'
import type { Site } from '../site.ts'
import { Logo } from './Logo.tsx'

/** The name of the site, and the ways to its parts. */
export const Header = ({ site: { appUrl, isSignedIn, link, translate } }: { site: Site }) => (
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
        <li>
          <a href={link('/events/calendar')}>{translate('events.calendar')}</a>
        </li>
        {appUrl ? (
          <li>
            <a href={appUrl}>{translate('openApp')}</a>
          </li>
        ) : (
          <li>
            {/* Without a session, too, this leads to the right page: after a sign-in. */}
            <a href={link('/my/events')}>{translate(isSignedIn ? 'myEvents' : 'signIn')}</a>
          </li>
        )}
      </ul>
    </nav>
  </header>
)
