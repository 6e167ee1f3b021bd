import type { User } from '../../../../payload-types.ts'
import type { PersonContext } from '../context.ts'

/** The ways to the settings that need a page of their own. */
export const Settings = ({
  context: { site, text },
  account: { email, emailConfirmedAt },
}: {
  context: PersonContext
  account: User
}) => (
  <section className="card">
    <h2>{text('profile.more')}</h2>
    <ul className="settings">
      <li>
        <a href={site.link('/my/email')}>{text('profile.emailButton')}</a>
        <p className="field-hint">
          {text('profile.emailNow', { email })}{' '}
          {text(emailConfirmedAt ? 'profile.emailConfirmed' : 'profile.confirmText')}
        </p>
      </li>
      <li>
        <a href={site.link('/my/password')}>{text('profile.passwordButton')}</a>
      </li>
      <li>
        <a href={site.link('/my/calendar')}>{text('profile.calendar')}</a>
      </li>
      <li>
        <a href={site.link('/my/devices')}>{text('profile.everywhere')}</a>
      </li>
      <li>
        <a href="/my/data.json" download>
          {text('profile.download')}
        </a>
        <p className="field-hint">{text('profile.dataText')}</p>
      </li>
      <li>
        <a href={site.link('/my/delete')}>{text('profile.delete')}</a>
      </li>
    </ul>
  </section>
)
