import { Link } from '@payloadcms/ui'
import type { FlattenedField, TypeWithVersion } from 'payload'

import type { Event } from '../../../../payload-types.ts'
import { LocalTime } from '../../../../panel/elements/LocalTime.tsx'
import { changedFields } from '../../changedFields.ts'

interface Props {
  version: TypeWithVersion<Event>
  /** The version before this one; undefined for the oldest stored version. */
  previous: TypeWithVersion<Event> | undefined
  fields: FlattenedField[]
}

const authorOf = ({ updatedBy }: Event) =>
  updatedBy && typeof updatedBy === 'object'
    ? updatedBy.displayName || updatedBy.username
    : 'The platform'

/** Payload reads the clock twice for a new document, so its two times may differ a little. */
const isFirst = ({ createdAt, updatedAt }: Event) =>
  Date.parse(updatedAt) - Date.parse(createdAt) < 1000

const changeOf = ({ version, previous, fields }: Props) => {
  if (previous) return changedFields(fields, previous.version, version.version).join(', ')
  return isFirst(version.version) ? 'Created' : ''
}

export const VersionRow = (props: Props) => {
  const { id, parent, updatedAt, version } = props.version
  return (
    <tr>
      <th scope="row">
        <Link href={`/admin/collections/events/${parent}/versions/${id}`}>
          <LocalTime instant={updatedAt} />
        </Link>
      </th>
      <td>{authorOf(version)}</td>
      <td>{changeOf(props)}</td>
    </tr>
  )
}
