'use client'
import { Link } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'

const address = '/admin/work'

/** Looks like Payload's own links: a bar marks the link of the open page. */
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
