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
  /** A part of a name or of a ticket code. Empty: all registrations. */
  search: string
  filter: Filter
  limit: number
}

/** A field with an operator, in the syntax of Payload's REST filters, and a value. */
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
  all.forEach(([path, value], index) =>
    parameters.set(`where[and][${index}]${path}`, String(value)),
  )
  if (search) {
    const either = `where[and][${all.length}][or]`
    parameters.set(`${either}[0][attendeeName][like]`, search)
    parameters.set(`${either}[1][ticketCode][like]`, search)
  }
  return parameters
}

/** The URL of the registrations that match the query: by name, those who wait by their place in line. */
export function listUrl(query: DoorQuery): string {
  const parameters = parametersOf(query)
  parameters.set('sort', query.filter === 'waitlisted' ? 'id' : 'attendeeName,id')
  parameters.set('limit', String(query.limit))
  return `/api/registrations?${parameters}`
}

/** The URL of the registrations of the event that a scanned or typed text means: two, to see if it is one. */
export const scanUrl = (eventId: number, search: string): string =>
  listUrl({ eventId, search, filter: 'all', limit: 2 })

/** The URL that counts the registrations of the event that match the filter. */
export const countUrl = (eventId: number, filter: Filter): string =>
  `/api/registrations/count?${parametersOf({ eventId, filter, search: '' })}`
