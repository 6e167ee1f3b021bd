import { Link } from '@payloadcms/ui'
import type { FlattenedField, TypeWithVersion } from 'payload'

import type { Event } from '../../payload-types.ts'
import { LocalTime } from '../elements/LocalTime.tsx'
import { changedFields } from './changedFields.ts'

interface Props {
  version: TypeWithVersion<Event>
  /** The version that was replaced; undefined for the oldest that is kept. */
  previous: TypeWithVersion<Event> | undefined
  fields: FlattenedField[]
}

const authorOf = ({ updatedBy }: Event) =>
  updatedBy && typeof updatedBy === 'object'
    ? updatedBy.displayName || updatedBy.username
    : 'The platform'

const changeOf = ({ version, previous, fields }: Props) => {
  if (previous) return changedFields(fields, previous.version, version.version).join(', ')
  return version.version.createdAt === version.version.updatedAt ? 'Created' : ''
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
