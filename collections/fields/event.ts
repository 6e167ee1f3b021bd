import type { Field } from 'payload'

import { about, page, where } from './event/about.ts'
import { counts } from './event/counts.ts'
import { finding } from './event/finding.ts'
import { origin } from './event/origin.ts'
import { registration, seats } from './event/registration.ts'
import { series } from './event/series.ts'
import { status } from './event/status.ts'
import { when } from './event/when.ts'

export const eventFields: Field[] = [
  {
    type: 'tabs',
    tabs: [
      { label: 'Event', fields: [...about, ...when, ...where, ...seats, ...finding] },
      { label: 'Page', fields: page },
      { label: 'Registration settings', fields: registration },
    ],
  },
  ...status,
  ...counts,
  ...series,
  {
    type: 'collapsible',
    label: 'Details',
    admin: { position: 'sidebar', initCollapsed: true },
    fields: origin,
  },
]
