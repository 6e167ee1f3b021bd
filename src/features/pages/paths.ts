import slugify from '@sindresorhus/slugify'

/** Characters of the readable part of an event's address. */
const maxSlug = 60

/** A title for an address, in ASCII; '' for a title that has none of its characters, such as a Chinese one. */
function slugOf(title: string): string {
  const slug = slugify(title.slice(0, 200))
  if (slug.length <= maxSlug) return slug
  return slug
    .slice(0, maxSlug + 1)
    .replace(/-[^-]*$/, '')
    .slice(0, maxSlug)
}

/** The path of an event's page, such as `/events/7-robot-camp`. */
export function eventPath({ id, title }: { id: number; title: string }): string {
  const slug = slugOf(title)
  return slug ? `/events/${id}-${slug}` : `/events/${id}`
}
