import type { PostgresAdapter } from '@payloadcms/db-postgres'
import {
  type Column,
  getTableColumns,
  getTableName,
  like,
  not,
  type SQL,
  sql,
} from '@payloadcms/db-postgres/drizzle'

type Compare = (column: Column, pattern: string) => SQL

const columnOf = (field: string) =>
  field.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)

const folded = (text: Column | SQL, pattern: string) =>
  sql`folded_text(${text}) LIKE folded_text(${pattern})`

/**
 * The name of a registration is that of its user, by triggers, and users have an index of the parts of their
 * names. An index of registrations would double the time to insert them.
 */
function ofAttendee(column: Column, pattern: string): SQL {
  const user = Object.values(getTableColumns(column.table)).find(({ name }) => name === 'user_id')
  const name = sql`attendee_name(attendee.display_name, attendee.username)`
  return sql`${user} IN (SELECT attendee.id FROM users attendee
    WHERE (${folded(sql`attendee.display_name`, pattern)} OR ${folded(sql`attendee.username`, pattern)})
      AND ${folded(name, pattern)})`
}

/**
 * Upstream: Payload searches for parts of a text with `ILIKE`, which takes `Müller` and `muller`, or two kinds of
 * apostrophes, for different texts, and lowers each row by the rules of its collation. Its
 * `not_like` lacks the wildcards, and so excludes equal texts only.
 *
 * This patch compares `folded_text` of both in all short texts, with an index for users and events. Long texts keep
 * `ILIKE`: to fold 200,000 characters takes milliseconds. A ticket code is upper case, in the filter as in the row.
 *
 * To see whether it can go, remove it and run tests/http/filters.test.ts.
 */
export function searchFolded(adapter: PostgresAdapter): PostgresAdapter {
  const longTexts = adapter.payload.config.collections
    .flatMap(({ flattenedFields }) => flattenedFields)
    .filter(({ type }) => type === 'textarea')
    .map(({ name }) => columnOf(name))
  const isLong = ({ name }: Column) => longTexts.includes(name.replace(/^version_/, ''))
  const { operators } = adapter
  const matches =
    (original: Compare): Compare =>
    (column, pattern) => {
      if (isLong(column)) return original(column, pattern)
      if (getTableName(column.table) !== 'registrations') return folded(column, pattern)
      if (column.name === 'attendee_name') return ofAttendee(column, pattern)
      return column.name === 'ticket_code' ? like(column, pattern) : folded(column, pattern)
    }
  const search = matches(operators.like)
  adapter.operators = {
    ...operators,
    like: search,
    contains: search,
    not_like: (column: Column, pattern: string) => not(search(column, `%${pattern}%`)),
  } as typeof operators
  return adapter
}
