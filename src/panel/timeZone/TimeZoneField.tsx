'use client'
import { FieldDescription, FieldError, FieldLabel, ReactSelect, useField } from '@payloadcms/ui'
import type { TextFieldClientComponent } from 'payload'
import { useId } from 'react'

import { isZoneFound, zoneOptions } from './zoneOptions.ts'

/** A field to pick a time zone that the browser knows, by typing a part of its name. */
export const TimeZoneField: TextFieldClientComponent = ({ field, path: givenPath, readOnly }) => {
  const { path, value, setValue, showError, disabled } = useField<string>({
    potentiallyStalePath: givenPath,
  })
  const options = zoneOptions(value)
  const inputId = useId()
  return (
    <div className={`field-type select ${showError ? 'error' : ''}`}>
      <FieldLabel htmlFor={inputId} label={field.label} required={field.required} path={path} />
      <div className="field-type__wrap">
        <FieldError path={path} showError={showError} />
        <ReactSelect
          inputId={inputId}
          options={options}
          filterOption={isZoneFound}
          value={options.find((option) => option.value === value)}
          onChange={(picked) => setValue((picked as (typeof options)[number]).value)}
          disabled={readOnly || disabled}
          isClearable={false}
          showError={showError}
        />
      </div>
      <FieldDescription description={field.admin?.description} path={path} />
    </div>
  )
}
