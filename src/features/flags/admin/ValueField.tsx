'use client'
import {
  FieldDescription,
  FieldError,
  FieldLabel,
  TextareaInput,
  TextInput,
  useField,
  useFormFields,
} from '@payloadcms/ui'
import type { TextareaFieldClientComponent } from 'payload'

import type { FlagType } from '../rules.ts'
import './flags.css'

interface SwitchProps {
  name: string
  value: string | null | undefined
  isDisabled: boolean
  choose: (value: string) => void
}

const Switch = ({ choose, isDisabled, name, value }: SwitchProps) => (
  <div className="flag-switch">
    {[
      ['true', 'On'],
      ['false', 'Off'],
    ].map(([each, label]) => (
      <label key={each} className="flag-switch__choice">
        <input
          type="radio"
          name={name}
          checked={value === each}
          disabled={isDisabled}
          onChange={() => choose(each!)}
        />
        {label}
      </label>
    ))}
  </div>
)

/** A value of a flag, entered as its type needs it. */
export const ValueField: TextareaFieldClientComponent = ({ field, path: givenPath, readOnly }) => {
  const { disabled, errorMessage, path, setValue, showError, value } = useField<string | null>({
    potentiallyStalePath: givenPath,
  })
  const type = useFormFields(([fields]) => fields.type?.value as FlagType | undefined) ?? 'boolean'
  const { label } = field
  const description = field.admin?.description
  const isDisabled = readOnly === true || disabled
  if (type === 'boolean') {
    return (
      <fieldset className="field-type flag-value">
        <legend>
          <FieldLabel as="span" label={label} required path={path} />
        </legend>
        <FieldError path={path} showError={showError} message={errorMessage} />
        <Switch name={path} value={value} isDisabled={isDisabled} choose={setValue} />
        <FieldDescription description={description} path={path} />
      </fieldset>
    )
  }
  const input = {
    path,
    label,
    description,
    readOnly: isDisabled,
    required: type !== 'string',
    showError,
    value: value ?? '',
  }
  if (type === 'json') {
    return (
      <div className="flag-value flag-value--json">
        <TextareaInput
          {...input}
          Error={<FieldError path={path} showError={showError} message={errorMessage} />}
          rows={4}
          onChange={({ target }) => setValue(target.value)}
        />
      </div>
    )
  }
  return (
    <div className="flag-value">
      <TextInput
        {...input}
        Error={<FieldError path={path} showError={showError} message={errorMessage} />}
        onChange={({ target }: { target: { value: string } }) => setValue(target.value)}
      />
    </div>
  )
}
