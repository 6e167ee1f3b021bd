import { Gutter, SetDocumentStepNav } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'

import { VersionRow } from './VersionRow.tsx'
import './versions.css'

/** The versions of an event: time, author and changed fields. Each links to the comparison. */
export const VersionsView = async ({ initPageResult }: DocumentViewServerProps) => {
  const { collectionConfig, docID, req } = initPageResult
  // All versions: the collection keeps at most 100 for each document.
  const { docs: versions } = await req.payload.findVersions({
    collection: 'events',
    where: { parent: { equals: docID } },
    sort: '-updatedAt',
    pagination: false,
    depth: 1,
    overrideAccess: false,
    req,
  })
  return (
    <main className="versions-of-event">
      <SetDocumentStepNav
        collectionSlug="events"
        id={docID}
        pluralLabel="Events"
        useAsTitle="title"
        view="Versions"
      />
      <Gutter>
        <table className="versions-of-event__table">
          <thead>
            <tr>
              <th scope="col">Saved</th>
              <th scope="col">By</th>
              <th scope="col">Changed fields</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version, index) => (
              <VersionRow
                key={version.id}
                version={version}
                previous={versions[index + 1]}
                fields={collectionConfig?.flattenedFields ?? []}
              />
            ))}
          </tbody>
        </table>
      </Gutter>
    </main>
  )
}
