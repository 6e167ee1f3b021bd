'use client'
import { Button, Gutter, SetDocumentStepNav, useDocumentInfo } from '@payloadcms/ui'
import { type SubmitEvent, useState } from 'react'

import type { Flag } from '../../../payload-types.ts'
import { useIsHydrated } from '../../../panel/elements/useIsHydrated.ts'
import type { TriedFlag } from '../tryFlag.ts'
import { callFlag } from './callFlag.ts'
import { Explanation } from './Explanation.tsx'
import './flags.css'

interface Input {
  name: string
  label: string
  hint: string
}

const inputs: Input[] = [
  { name: 'user', label: 'User', hint: 'An id, a username or an email address' },
  { name: 'id', label: 'Anonymous id', hint: 'Without a user: the targeting key of an app' },
  { name: 'country', label: 'Country', hint: 'Such as DE' },
  { name: 'app_version', label: 'App version', hint: 'Such as 2.10.3' },
  { name: 'tags', label: 'Tags', hint: 'With commas between them' },
]

const roles = { anonymous: 'Not signed in', attendee: 'Attendee', staff: 'Staff', admin: 'Admin' }

/** What the form says about somebody. Empty fields are left out. */
function subjectOf(form: HTMLFormElement): object {
  const entries = [...new FormData(form)].flatMap(([name, entry]) => {
    const text = typeof entry === 'string' ? entry.trim() : ''
    if (text === '') return []
    const tags = () => text.split(',').map((tag) => tag.trim())
    return [[name, name === 'tags' ? tags().filter(Boolean) : text] as const]
  })
  return Object.fromEntries(entries)
}

/** Says what somebody would get from the saved flag, and why. */
export const TesterView = () => {
  const { data, id: documentId } = useDocumentInfo()
  const id = Number(documentId)
  const [result, setResult] = useState<TriedFlag>()
  const [failure, setFailure] = useState<string>()
  const isHydrated = useIsHydrated()
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = subjectOf(event.currentTarget)
    const called = await callFlag<TriedFlag>('POST', `${id}/try`, { body })
    setResult(called.body)
    setFailure(called.refusal)
  }
  return (
    <div className="flag-tester">
      <SetDocumentStepNav
        collectionSlug="flags"
        id={id}
        pluralLabel="Feature flags"
        useAsTitle="key"
        view="Try it"
      />
      <Gutter className="flag-page">
        <h2>What would somebody get?</h2>
        <form className="flag-tester__form" onSubmit={(event) => void submit(event)}>
          {inputs.map(({ hint, label, name }) => (
            <div key={name} className="flag-tester__field">
              <label htmlFor={`try-${name}`}>{label}</label>
              <input id={`try-${name}`} name={name} aria-describedby={`try-${name}-hint`} />
              <span id={`try-${name}-hint`}>{hint}</span>
            </div>
          ))}
          <div className="flag-tester__field">
            <label htmlFor="try-role">Role</label>
            <select
              id="try-role"
              name="role"
              defaultValue="anonymous"
              aria-describedby="try-role-hint"
            >
              {Object.entries(roles).map(([role, label]) => (
                <option key={role} value={role}>
                  {label}
                </option>
              ))}
            </select>
            <span id="try-role-hint">Without a user: a user has a role of their own</span>
          </div>
          <Button type="submit" margin={false} disabled={!isHydrated}>
            Try
          </Button>
        </form>
        <div aria-live="polite">
          {failure && <p className="flag-tester__failure">{failure}</p>}
          {result && <Explanation result={result} flag={data as unknown as Flag} />}
        </div>
      </Gutter>
    </div>
  )
}
