import type { Where } from 'payload'

export interface EventView {
  name: string
  where: Where
  sort: string
}

/** In the shape in which the list's own filter panel shows and edits it. */
const matching = (...conditions: Where[]): Where => ({ or: [{ and: conditions }] })

/** The lists of events that staff ask for every day, as they are at that instant. */
export function eventViews(now: Date): EventView[] {
  const at = now.toISOString()
  const started = { startDate: { less_than_equal: at } }
  const notEnded = { endDate: { greater_than: at } }
  return [
    { name: 'All', where: {}, sort: '-startDate' },
    { name: 'On now', where: matching(started, notEnded), sort: 'startDate' },
    { name: 'Coming up', where: matching({ startDate: { greater_than: at } }), sort: 'startDate' },
    { name: 'Past', where: matching({ endDate: { less_than_equal: at } }), sort: '-startDate' },
    { name: 'Drafts', where: matching({ status: { equals: 'draft' } }), sort: 'startDate' },
  ]
}

/** The filter without the instant in it, which was another when the list was asked for. */
const shapeOf = (where: Where | undefined) =>
  JSON.stringify(where ?? {}).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')

export const isShown = (view: EventView, where: Where | undefined): boolean =>
  shapeOf(view.where) === shapeOf(where)
