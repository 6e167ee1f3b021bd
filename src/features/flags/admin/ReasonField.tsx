'use client'
import { FieldError, TextInput, useField } from '@payloadcms/ui'
import type { TextFieldClientComponent } from 'payload'

/** Why somebody makes a change. Payload's own field would be read-only, because no column stores the text. */
export const ReasonField: TextFieldClientComponent = ({ field, path: givenPath }) => {
  const { disabled, errorMessage, path, setValue, showError, value } = useField<string | null>({
    potentiallyStalePath: givenPath,
  })
  return (
    <TextInput
      path={path}
      label={field.label}
      description={field.admin?.description}
      readOnly={disabled}
      showError={showError}
      Error={<FieldError path={path} showError={showError} message={errorMessage} />}
      value={value ?? ''}
      onChange={({ target }: { target: { value: string } }) => setValue(target.value)}
    />
  )
}
