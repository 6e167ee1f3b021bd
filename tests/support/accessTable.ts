import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Payload } from 'payload'

import { type CallerByKind, type CallerKind, newCallerOfEachKind } from './callerKinds.ts'
import { type Answered, type Call, graphqlSurface, restSurface, type Subject } from './surfaces.ts'
import { storedRows } from './storedRows.ts'
import { startTestPlatform, type TestPlatform } from './testPlatform.ts'

/**
 * The result for a caller. `yes`: done or shown. `none`: a success, as if there were no such document.
 * A number: the status of the refusal. `-`: the operation makes no sense and is not tried.
 */
type Outcome = 'yes' | 'none' | '-' | 403 | 404

/** An operation on a subject, and its outcome for each caller, in the order of `callers`. */
type Row = readonly [subject: string, operation: string, ...expected: Outcome[]]

type MakeSubject = (
  platform: TestPlatform,
  callers: CallerByKind,
  caller: CallerKind,
) => Promise<Subject>

interface AccessTable {
  slug: string
  /** The names in GraphQL of one document and of many. */
  names: { one: string; many: string }
  callers: readonly CallerKind[]
  /** Each creates a new document. A suspended caller gets one that they own. */
  subjects: Record<string, MakeSubject>
  /** The data of an update. */
  change: object
  /** The data of a creation, and of a duplicate over GraphQL. */
  create?: (payload: Payload, caller: number) => object | Promise<object>
  rows: readonly Row[]
}

/** No document has this id. The largest integer of PostgreSQL is 2,147,483,647. */
const missing: Subject = { id: 2_000_000_000, version: 2_000_000_000 }

const shows = new Set(['list', 'read', 'count', 'versions', 'version', 'access'])
const sends = new Set(['create', 'duplicate'])
const byId = new Set(['read', 'update', 'delete', 'version', 'restore', 'duplicate', 'access'])

interface Cell {
  title: string
  kind: string
  operation: string
  caller: CallerKind
  expected: Outcome
  call: Call
  /** Whether the caller must not learn that there is such a document. */
  isSecret: boolean
}

/** Every cell of the table: each row, on each surface that has the operation, for each caller. */
function cellsOf(table: AccessTable): Cell[] {
  const surfaces = Object.entries({ REST: restSurface(table), GraphQL: graphqlSurface(table) })
  const readingOf = (kind: string) => table.rows.find((row) => row[0] === kind && row[1] === 'read')
  return surfaces.flatMap(([surface, calls]) =>
    table.rows.flatMap(([kind, operation, ...outcomes]) => {
      const call = calls[operation]
      if (!call) return []
      const reading = readingOf(kind)?.slice(2)
      return table.callers.map((caller, at) => ({
        title: `${surface}: ${operation} of ${kind} by ${caller} is ${outcomes[at]}`,
        kind,
        operation,
        caller,
        expected: outcomes[at]!,
        call,
        isSecret: byId.has(operation) && typeof reading?.[at] === 'number',
      }))
    }),
  )
}

function outcomeOf(operation: string, { raw, refused, shown }: Answered, changed: boolean) {
  if (refused === undefined) return (shows.has(operation) ? shown : changed) ? 'yes' : 'none'
  if (changed) throw new Error(`It was refused and done: ${JSON.stringify(raw.body)}`)
  return refused
}

/**
 * Tries every cell of a table through REST and GraphQL, each as a test of its own name. A refusal
 * must not tell a document that the caller cannot read from one that does not exist.
 */
export function testAccess(table: AccessTable) {
  let platform: TestPlatform
  let callers: CallerByKind
  const shown = new Map<string, Promise<Subject>>()

  beforeAll(async () => {
    platform = await startTestPlatform()
    callers = await newCallerOfEachKind(platform)
  })
  afterAll(() => platform.stop())

  /** A new document. Operations that only show a document use the same one again. */
  function subjectOf({ kind, operation, caller }: Cell): Promise<Subject> {
    const key = `${kind} for ${caller}`
    const subject = shown.get(key) ?? table.subjects[kind]!(platform, callers, caller)
    if (shows.has(operation)) shown.set(key, subject)
    else shown.delete(key)
    return subject
  }

  const cells = cellsOf(table).filter(({ expected }) => expected !== '-')

  it.each(cells)('$title', async (cell) => {
    const { operation, caller, expected, call, isSecret } = cell
    const { payload } = platform
    const subject = await subjectOf(cell)
    const client = subject.client ?? callers[caller].client
    const data = sends.has(operation)
      ? await table.create!(payload, callers[caller].id)
      : table.change
    const stored = async () => (shows.has(operation) ? '' : storedRows(payload, table.slug))
    const before = await stored()

    const answered = await call(client, subject, data)

    const changed = (await stored()) !== before
    expect(outcomeOf(operation, answered, changed)).toBe(expected)
    if (isSecret) {
      const { raw } = await call(client, missing, data)
      expect([raw.status, raw.body]).toEqual([answered.raw.status, answered.raw.body])
    }
  })
}
