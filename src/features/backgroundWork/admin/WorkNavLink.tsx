'use client'
import { Link } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'

const address = '/admin/work'

/** As Payload's own links look: with a bar beside the one of the page that is open. */
export const WorkNavLink = () => {
  const isActive = usePathname() === address
  return (
    <Link
      className="nav__link"
      href={address}
      prefetch={false}
      aria-current={isActive ? 'page' : undefined}
    >
      {isActive && <div className="nav__link-indicator" />}
      <span className="nav__link-label">Background work</span>
    </Link>
  )
}
