import type { Field } from 'payload'

import { readSummary } from '../../hooks/series/readSummary.ts'
import { maxLengths } from '../../src/features/events/rules.ts'

const readOnly = { readOnly: true } as const

export const seriesFields: Field[] = [
  { name: 'title', type: 'text', required: true, maxLength: maxLengths.title, admin: readOnly },
  {
    name: 'summary',
    type: 'text',
    virtual: true,
    label: 'Repeats',
    admin: { ...readOnly, disableListFilter: true, disableBulkEdit: true, disableGroupBy: true },
    hooks: { afterRead: [readSummary] },
  },
  {
    // A recurrence rule of RFC 5545, 3.3.10, without DTSTART.
    name: 'rrule',
    type: 'text',
    label: 'Rule',
    required: true,
    maxLength: 500,
    admin: readOnly,
  },
  {
    // Days of the venue without an event, although the rule has them.
    name: 'exdates',
    type: 'json',
    label: 'Excluded days',
    required: true,
    defaultValue: [],
    jsonSchema: {
      uri: 'a://b/exdates.json',
      fileMatch: ['a://b/exdates.json'],
      schema: { type: 'array', items: { type: 'string' } },
    },
    admin: readOnly,
  },
  {
    name: 'timezone',
    type: 'text',
    label: 'Time zone',
    required: true,
    maxLength: 64,
    admin: readOnly,
  },
  {
    // The local start of the first event, from which the rule counts, such as 2031-05-03T18:00:00.
    name: 'firstStart',
    type: 'text',
    label: 'First start',
    required: true,
    maxLength: 30,
    admin: readOnly,
  },
  {
    name: 'createdBy',
    type: 'relationship',
    relationTo: 'users',
    label: 'Owner',
    index: true,
    admin: readOnly,
  },
]
