'use client'
import {
  DatePicker,
  FieldDescription,
  FieldError,
  FieldLabel,
  useField,
  useFormFields,
} from '@payloadcms/ui'
import { DateTime } from 'luxon'
import type { ConditionalDateProps, DateFieldClientComponent } from 'payload'
import { useId } from 'react'

import { scheduleProblem } from './scheduleProblem.ts'
import { ZoneHint } from './ZoneHint.tsx'

/** The picker works in the browser's zone only, so it gets a date with the venue's wall-clock time. */
const venueToPicker = (instant: string, zone: string) =>
  DateTime.fromISO(instant, { zone }).setZone('system', { keepLocalTime: true }).toJSDate()

const pickerToVenue = (picked: Date, zone: string) =>
  DateTime.fromJSDate(picked).setZone(zone, { keepLocalTime: true }).toUTC().toISO()

/** A date of an event, entered in the time zone of its venue. */
export const ZonedDateField: DateFieldClientComponent = ({ field, path: givenPath, readOnly }) => {
  const { path, value, setValue, showError, disabled } = useField<string | null>({
    potentiallyStalePath: givenPath,
  })
  const zone = useFormFields(([fields]) => fields.timezone?.value as string | undefined) ?? 'UTC'
  // The form checks this too, because Payload's form loses the error of a refused save as soon as the
  // response to an earlier change arrives.
  const problem = useFormFields(([fields]) => scheduleProblem(fields, path))
  const isWrong = showError || problem !== undefined
  const { date, description } = field.admin ?? {}
  const inputId = useId()
  return (
    <div
      className={`field-type date-time-field ${isWrong ? 'error date-time-field--has-error' : ''}`}
      style={{ flex: '1 1 0' }}
    >
      <FieldLabel htmlFor={inputId} label={field.label} required={field.required} path={path} />
      <div className="field-type__wrap">
        <FieldError message={problem} path={path} showError={isWrong} />
        <DatePicker
          {...(date as ConditionalDateProps)}
          value={value ? venueToPicker(value, zone) : undefined}
          onChange={(picked: Date | null) => setValue(picked ? pickerToVenue(picked, zone) : null)}
          readOnly={readOnly || disabled}
          overrides={{ id: inputId, autoComplete: 'off' }}
        />
      </div>
      {value && <ZoneHint instant={value} zone={zone} />}
      <FieldDescription description={description} path={path} />
    </div>
  )
}
