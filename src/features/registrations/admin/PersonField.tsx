'use client'
import { FieldDescription, FieldError, FieldLabel, ReactSelect, useField } from '@payloadcms/ui'
import type { RelationshipFieldClientComponent } from 'payload'
import { useEffect, useId, useState } from 'react'

import type { User } from '../../../payload-types.ts'
import { readRest } from '../../../panel/rest.ts'

interface Option extends Record<string, unknown> {
  value: number
  label: string
}

const pickedAtOnce = 20

const optionOf = ({ id, displayName, username, email }: User): Option => ({
  value: id,
  label: [displayName, username, email].filter(Boolean).join(' · '),
})

/** The people whose name, username or email has the typed words. */
async function findPeople(typed: string): Promise<Option[]> {
  const parameters = new URLSearchParams({
    depth: '0',
    limit: String(pickedAtOnce),
    sort: 'username',
  })
  if (typed) {
    for (const [index, field] of ['displayName', 'username', 'email'].entries()) {
      parameters.set(`where[or][${index}][${field}][like]`, typed)
    }
  }
  const found = await readRest<{ docs: User[] }>(`/api/users?${parameters}`)
  return found?.docs.map(optionOf) ?? []
}

/** The options for what is typed. An answer that is overtaken by a later one is not shown. */
function usePeople(typed: string) {
  const [options, setOptions] = useState<Option[]>()
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      void findPeople(typed).then((found) => isCurrent && setOptions(found))
    }, 200)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [typed])
  return options
}

/** A field to choose a person by name, username or email. Payload's own finds usernames only. */
export const PersonField: RelationshipFieldClientComponent = ({ field, path: given, readOnly }) => {
  const { path, value, setValue, showError, disabled } = useField<number | null>({
    potentiallyStalePath: given,
  })
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Option>()
  const options = usePeople(typed)
  const inputId = useId()
  useEffect(() => {
    if (!value || chosen?.value === value) return
    void readRest<User>(`/api/users/${value}?depth=0`).then(
      (user) => user && setChosen(optionOf(user)),
    )
  }, [value, chosen])
  return (
    <div className={`field-type relationship ${showError ? 'error' : ''}`} id={`field-${path}`}>
      <FieldLabel htmlFor={inputId} label={field.label} required={field.required} path={path} />
      <div className="field-type__wrap">
        <FieldError path={path} showError={showError} />
        <ReactSelect
          inputId={inputId}
          options={options ?? []}
          isLoading={options === undefined}
          // The server has searched already, in more than the label shows.
          filterOption={() => true}
          onInputChange={setTyped}
          value={value && chosen ? chosen : undefined}
          onChange={(picked) => {
            const option = (picked as Option | null) ?? undefined
            setChosen(option)
            setValue(option?.value ?? null)
          }}
          placeholder="Type a name, username or email"
          disabled={readOnly || disabled}
          showError={showError}
        />
      </div>
      <FieldDescription description={field.admin?.description} path={path} />
    </div>
  )
}
