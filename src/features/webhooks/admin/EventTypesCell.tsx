import type { DefaultServerCellComponentProps, SelectFieldClient } from 'payload'

import { eventTypes } from '../eventTypes.ts'

/** The first of the chosen types that are named in the list. */
const named = 2

/** The types of messages that an endpoint gets, in the list. */
export const EventTypesCell = ({
  cellData,
}: DefaultServerCellComponentProps<SelectFieldClient>) => {
  const chosen = (cellData as string[] | undefined) ?? []
  if (chosen.length === eventTypes.length) return <>All</>
  const labels = eventTypes.flatMap(({ label, type }) => (chosen.includes(type) ? [label] : []))
  const more = labels.length - named
  const shown = labels.slice(0, named).join(', ')
  return <>{more > 0 ? `${shown} and ${more} more` : shown}</>
}
