import type { PageContext } from '../context.ts'

/** The ways to the pages of a person who is signed in. */
export const PersonNavigation = ({ context }: { context: PageContext }) => {
  const { request, site, text, user } = context
  if (!user) return undefined
  const current = (path: string) => (request.url.split('?', 1)[0] === path ? 'page' : undefined)
  return (
    <nav className="person-navigation" aria-label={text('nav.yours')}>
      <ul className="plain-list">
        <li>
          <a href={site.link('/my/profile')} aria-current={current('/my/profile')}>
            {text('nav.profile')}
          </a>
        </li>
        <li>
          <form method="post" action={site.link('/sign-out')}>
            <button className="link">{text('nav.signOut')}</button>
          </form>
        </li>
      </ul>
    </nav>
  )
}
