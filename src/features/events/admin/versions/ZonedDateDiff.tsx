'use client'
import {
  escapeDiffHTML,
  FieldDiffContainer,
  getHTMLDiffComponents,
  unescapeDiffHTML,
  useDocumentInfo,
  useTranslation,
} from '@payloadcms/ui'
import type { DateFieldDiffClientComponent } from 'payload'

import type { Event } from '../../../../payload-types.ts'
import { cityOf, momentInZone } from '../../../../panel/formatInZone.ts'

/** A date as HTML, in the zone of the venue; Payload's own comparison has it in the zone of the browser. */
function markup(value: unknown, zone: string): string {
  if (typeof value !== 'string' && !(value instanceof Date)) return '<p></p>'
  const text = `${momentInZone(value, zone)} (${cityOf(zone)} time)`
  return `<div data-enable-match="true"><p>${escapeDiffHTML(text)}</p></div>`
}

/** The comparison of a date between two versions of an event. */
export const ZonedDateDiff: DateFieldDiffClientComponent = ({
  comparisonValue,
  field,
  locale,
  nestingLevel,
  versionValue,
}) => {
  const { i18n } = useTranslation()
  const zone = (useDocumentInfo().data as Partial<Event> | undefined)?.timezone ?? 'UTC'
  const { From, To } = getHTMLDiffComponents({
    fromHTML: markup(comparisonValue, zone),
    toHTML: markup(versionValue, zone),
    postProcess: unescapeDiffHTML,
    tokenizeByCharacter: false,
  })
  return (
    <FieldDiffContainer
      className="date-diff"
      From={From}
      To={To}
      i18n={i18n}
      label={{ label: field.label, locale }}
      nestingLevel={nestingLevel}
    />
  )
}
