import type { Scope } from '../../series/public.ts'

/** What a change of an event of a series can reach, as the panel asks for it. */
export const scopeChoices: { value: Scope; label: string }[] = [
  { value: 'this', label: 'This event alone' },
  { value: 'following', label: 'This and the following events' },
  { value: 'all', label: 'All events of the series that are not over' },
]
