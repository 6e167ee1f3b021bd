export const filters = {
  all: 'All',
  expected: 'Expected',
  arrived: 'Checked in',
  waitlisted: 'Waitlisted',
  offered: 'Offered',
  cancelled: 'Cancelled',
} as const

export type Filter = keyof typeof filters

export interface DoorQuery {
  eventId: number
  /** A part of a name or of a ticket code; empty for everybody. */
  search: string
  filter: Filter
  limit: number
}

/** A field, an operator and a value, as Payload's REST filters name them. */
type Condition = [path: string, value: string | number]

const conditions: Record<Filter, Condition[]> = {
  all: [],
  expected: [
    ['[state][equals]', 'confirmed'],
    ['[checkedInAt][exists]', 'false'],
  ],
  arrived: [
    ['[state][equals]', 'confirmed'],
    ['[checkedInAt][exists]', 'true'],
  ],
  waitlisted: [['[state][equals]', 'waitlisted']],
  offered: [['[state][equals]', 'offered']],
  cancelled: [['[state][equals]', 'cancelled']],
}

function parametersOf({ eventId, filter, search }: Omit<DoorQuery, 'limit'>): URLSearchParams {
  const parameters = new URLSearchParams({ depth: '0' })
  const all: Condition[] = [['[event][equals]', eventId], ...conditions[filter]]
  all.forEach(([path, value], place) =>
    parameters.set(`where[and][${place}]${path}`, String(value)),
  )
  if (search) {
    const either = `where[and][${all.length}][or]`
    parameters.set(`${either}[0][attendeeName][like]`, search)
    parameters.set(`${either}[1][ticketCode][like]`, search)
  }
  return parameters
}

/** The URL of the registrations that the query asks for, by name. */
export function listUrl(query: DoorQuery): string {
  const parameters = parametersOf(query)
  parameters.set('sort', 'attendeeName,id')
  parameters.set('limit', String(query.limit))
  return `/api/registrations?${parameters}`
}

/** The URL of how many registrations of the event there are of a kind. */
export const countUrl = (eventId: number, filter: Filter): string =>
  `/api/registrations/count?${parametersOf({ eventId, filter, search: '' })}`
