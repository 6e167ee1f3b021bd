import type { CollectionBeforeOperationHook, PayloadRequest, Where } from 'payload'

import { dayMs, isCalendarDay } from '../src/shared/isoDate.ts'
import { fieldAt } from './fieldAt.ts'
import { isGroup } from './filterWork.ts'
import { pickedSpan, type Span } from './pickedSpan.ts'

/** The day that a value is, in UTC; undefined for an instant and for all other values. */
function dayOf(value: unknown): Span | undefined {
  if (!isCalendarDay(value)) return undefined
  const from = new Date(`${value.trim()}T00:00:00Z`)
  return [from, new Date(from.getTime() + dayMs)]
}

const inside = (path: string, [from, until]: Span): Where => ({
  and: [{ [path]: { greater_than_equal: from } }, { [path]: { less_than: until } }],
})

const outside = (path: string, [from, until]: Span): Where => ({
  or: [{ [path]: { less_than: from } }, { [path]: { greater_than_equal: until } }],
})

/** The entries of a list, which REST sends as one text with commas. */
const entriesOf = (value: unknown): unknown[] =>
  typeof value === 'string' ? value.split(',').map((entry) => entry.trim()) : [value].flat()

/** A list of days and instants; undefined when it has no day. */
function readList(path: string, operator: string, value: unknown): Where | undefined {
  const entries = [...new Set(entriesOf(value))]
  const days = entries.map(dayOf).filter((day) => day !== undefined)
  if (days.length === 0) return undefined
  const others = entries.filter((entry) => !dayOf(entry))
  const rest = others.length > 0 ? [{ [path]: { [operator]: others } } as Where] : []
  return operator === 'in'
    ? { or: [...days.map((day) => inside(path, day)), ...rest] }
    : { and: [...days.map((day) => outside(path, day)), ...rest] }
}

/**
 * A condition in which a day is the whole day; undefined when it has no day. `greater_than` a day is after it,
 * `less_than_equal` a day includes it. `greater_than_equal` and `less_than` mean its beginning as they are.
 */
function readCondition(
  path: string,
  operator: string,
  value: unknown,
  req: PayloadRequest,
): Where | undefined {
  if (operator === 'in' || operator === 'not_in') return readList(path, operator, value)
  const day = dayOf(value)
  const equal = day ?? pickedSpan(value, req)
  switch (operator) {
    case 'equals':
      return equal && inside(path, equal)
    case 'not_equals':
      // As for an instant, a document without the date is another one.
      return equal && { or: [outside(path, equal), { [path]: { exists: false } }] }
    case 'greater_than':
      return day && { [path]: { greater_than_equal: day[1] } }
    case 'less_than_equal':
      return day && { [path]: { less_than: day[1] } }
    default:
      return undefined
  }
}

/** A filter in which each day of a date is the whole day; the same filter when it has none. */
function readWhere(where: Where, isDate: (path: string) => boolean, req: PayloadRequest): Where {
  const parts = Object.entries(where).flatMap(([key, value]): [before: Where, after: Where][] => {
    if (isGroup(key)) {
      const groups = value as Where[]
      const inner = groups.map((each) => readWhere(each, isDate, req))
      const before = { [key]: groups }
      return [
        [before, inner.some((each, index) => each !== groups[index]) ? { [key]: inner } : before],
      ]
    }
    return Object.entries(value as object).map(([operator, compared]) => {
      const before: Where = { [key]: { [operator]: compared as string } }
      return [before, (isDate(key) && readCondition(key, operator, compared, req)) || before]
    })
  })
  if (parts.every(([before, after]) => before === after)) return where
  return { and: parts.map(([, after]) => after) }
}

/**
 * Reads a day alone in the filter of a date as the whole day in UTC, as v1 does: no event starts at the very
 * first instant of it. It runs after `limitQuery`, which judges the filter as it was sent.
 */
export const readDays: CollectionBeforeOperationHook = ({ args, collection, req }) => {
  const { where } = args as { where?: Where | null }
  if (!where) return args
  const isDate = (path: string) => fieldAt(path, collection, req.payload).field?.type === 'date'
  return { ...args, where: readWhere(where, isDate, req) }
}
