'use client'
import { Button, Gutter, SetDocumentStepNav, useDocumentInfo } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import type { FieldChanges, FlagChange } from '../queries/changes.ts'
import { audienceText, type RuleInForm } from '../ruleWords.ts'
import { callFlag } from './callFlag.ts'
import './flags.css'

interface ChangePage {
  count: number
  pages: number
  rows: FlagChange[]
}

const operations = { create: 'Created', update: 'Changed', delete: 'Deleted' } as const

const labels: Record<string, string> = {
  key: 'Key',
  type: 'Type',
  description: 'Description',
  schema: 'JSON Schema',
  defaultValue: 'Default',
  offValue: 'Off value',
  rules: 'Rules',
  prerequisites: 'Prerequisites',
  killed: 'Kill switch',
  forApps: 'For apps',
  startsAt: 'Rules apply from',
  endsAt: 'Rules apply until',
  owner: 'Owner',
  reviewOn: 'Review on',
}

const ruleLine = (rule: RuleInForm, at: number) =>
  `${at + 1}. ${audienceText(rule)} → ${rule.value ?? ''}`

const shown = (field: string, value: unknown): string => {
  if (value === null) return '–'
  if (field === 'rules') return (value as RuleInForm[]).map(ruleLine).join('\n')
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

const Changes = ({ changes }: { changes: FieldChanges }) => (
  <dl className="flag-history__changes">
    {Object.entries(changes).map(([field, { from, to }]) => (
      <div key={field}>
        <dt>{labels[field] ?? field}</dt>
        <dd>
          {from !== null && <del>{shown(field, from)}</del>} <ins>{shown(field, to)}</ins>
        </dd>
      </div>
    ))}
  </dl>
)

/** Every change of a flag: who made it, when, what, and why. */
export const HistoryView = () => {
  const id = Number(useDocumentInfo().id)
  const [page, setPage] = useState(1)
  const [list, setList] = useState<ChangePage>()
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    const aborting = new AbortController()
    const { signal } = aborting
    void callFlag<ChangePage>('GET', `${id}/changes?page=${page}`, { signal }).then((called) => {
      if (signal.aborted) return
      if (called.body) setList(called.body)
      setFailure(called.refusal)
    })
    return () => aborting.abort()
  }, [id, page])
  return (
    <div className="flag-history">
      <SetDocumentStepNav
        collectionSlug="flags"
        id={id}
        pluralLabel="Feature flags"
        useAsTitle="key"
        view="History"
      />
      <Gutter className="flag-page">
        {failure && <p role="alert">{failure}</p>}
        {list?.rows.length === 0 && <p>Nothing was changed yet.</p>}
        <ol className="flag-history__list">
          {list?.rows.map(({ at, by, changes, id: change, operation, reason }) => (
            <li key={change} className="flag-history__change">
              <p className="flag-history__head">
                <strong>
                  {operations[operation]} by {by ?? 'the platform'}
                </strong>
                <LocalTime instant={at} short />
              </p>
              <p className="flag-history__reason">{reason ?? 'No reason was given.'}</p>
              <Changes changes={changes} />
            </li>
          ))}
        </ol>
        {list && list.pages > 1 && (
          <nav className="flag-history__pages" aria-label="Pages of the history">
            <Button
              size="small"
              margin={false}
              buttonStyle="secondary"
              disabled={page === 1}
              onClick={() => setPage(page - 1)}
            >
              Newer
            </Button>
            <span>
              Page {page} of {list.pages}
            </span>
            <Button
              size="small"
              margin={false}
              buttonStyle="secondary"
              disabled={page >= list.pages}
              onClick={() => setPage(page + 1)}
            >
              Older
            </Button>
          </nav>
        )}
      </Gutter>
    </div>
  )
}
