import type { Where } from 'payload'

export interface EventView {
  name: string
  where: Where
  sort: string
}

/** A filter in the form that Payload's filter panel can show and edit. */
const matching = (...conditions: Where[]): Where => ({ or: [{ and: conditions }] })

/** The filters that staff use every day, for the instant `now`. */
export function eventViews(now: Date): EventView[] {
  const at = now.toISOString()
  const started = { startDate: { less_than_equal: at } }
  const notEnded = { endDate: { greater_than: at } }
  return [
    { name: 'All', where: {}, sort: '-startDate' },
    { name: 'On now', where: matching(started, notEnded), sort: 'startDate' },
    {
      name: 'Coming up',
      // The end follows from the start. Payload's filter panel fails when a status takes the place of a date,
      // so dates come first in each view that has them.
      where: matching({ startDate: { greater_than: at } }, notEnded, {
        status: { equals: 'published' },
      }),
      sort: 'startDate',
    },
    // The start follows from the end. It keeps PostgreSQL from walking through all coming events first.
    {
      name: 'Past',
      where: matching({ endDate: { less_than_equal: at } }, { startDate: { less_than: at } }),
      sort: '-startDate',
    },
    { name: 'Drafts', where: matching({ status: { equals: 'draft' } }), sort: 'startDate' },
  ]
}

/** The filter without its instant: the list may have been filtered at another instant. */
const withoutInstants = (where: Where | undefined) =>
  JSON.stringify(where ?? {}).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')

export const isShown = (view: EventView, where: Where | undefined): boolean =>
  withoutInstants(view.where) === withoutInstants(where)
