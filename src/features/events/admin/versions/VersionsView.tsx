import { Gutter, SetDocumentStepNav } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'

import { VersionRow } from './VersionRow.tsx'
import './versions.css'

/** Who saved an event, when, and what they changed. Each version opens to the comparison. */
export const VersionsView = async ({ initPageResult }: DocumentViewServerProps) => {
  const { collectionConfig, docID, req } = initPageResult
  // All there are: the collection keeps a hundred a document.
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
              <th scope="col">What changed</th>
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
