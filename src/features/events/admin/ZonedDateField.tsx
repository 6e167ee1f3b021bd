'use client'
import { FieldDescription, FieldError, FieldLabel, useField, useFormFields } from '@payloadcms/ui'
import type { ConditionalDateProps, DateFieldClientComponent } from 'payload'
import { useCallback, useId, useState } from 'react'

import { DateInput, unreadable } from '../../../panel/dateInput/DateInput.tsx'
import { scheduleProblem } from './scheduleProblem.ts'
import { ZoneHint } from './ZoneHint.tsx'

/** A date of an event, entered in the time zone of its venue. */
export const ZonedDateField: DateFieldClientComponent = ({ field, path: givenPath, readOnly }) => {
  const [isUnreadable, setUnreadable] = useState(false)
  const { required } = field
  // The form refuses to be saved while the text of the field is no date.
  const validate = useCallback(
    (value: unknown) => {
      if (isUnreadable) return unreadable
      return Boolean(value) || !required || 'This field is required.'
    },
    [isUnreadable, required],
  )
  const { path, value, setValue, showError, errorMessage, disabled } = useField<string | null>({
    potentiallyStalePath: givenPath,
    validate,
  })
  const zone = useFormFields(([fields]) => fields.timezone?.value as string | undefined) ?? 'UTC'
  // The form checks this too, because Payload's form loses the error of a refused save as soon as the
  // response to an earlier change arrives.
  const problem = useFormFields(([fields]) => scheduleProblem(fields, path))
  const { date, description } = field.admin ?? {}
  const inputId = useId()
  const message = isUnreadable ? unreadable : problem
  const isWrong = showError || message !== undefined
  return (
    <div
      className={`field-type date-time-field ${isWrong ? 'error date-time-field--has-error' : ''}`}
      style={{ flex: '1 1 0' }}
    >
      <FieldLabel htmlFor={inputId} label={field.label} required={field.required} path={path} />
      <div className="field-type__wrap">
        <FieldError message={message ?? errorMessage} path={path} showError={isWrong} />
        <DateInput
          id={inputId}
          date={date as ConditionalDateProps}
          value={value}
          zone={zone}
          readOnly={readOnly || disabled}
          isWrong={isWrong}
          setValue={setValue}
          setUnreadable={setUnreadable}
        />
      </div>
      {value && !isUnreadable && <ZoneHint instant={value} zone={zone} />}
      <FieldDescription description={description} path={path} />
    </div>
  )
}
