'use client'
import './skipLink.css'

/** The content of the page, without the menu and the header. Not every page of Payload's has a `main`. */
const contentOf = (page: Document) =>
  page.querySelector<HTMLElement>('main') ??
  page.querySelector<HTMLElement>('.template-default__wrap > :not(header)')

/** The first thing that Tab reaches on every page: it leads past the menu and the header. */
export const SkipLink = () => (
  <a
    className="skip-link"
    href="#content"
    onClick={(event) => {
      event.preventDefault()
      const content = contentOf(document)
      content?.setAttribute('tabindex', '-1')
      content?.focus()
    }}
  >
    Skip to the content
  </a>
)
