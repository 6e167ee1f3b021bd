import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Loads the stored picture when its crop or focal point changes. Payload itself would fetch it from this
 * server's own address, and refuse that as an attack on the internal network.
 */
export const loadForEdit: CollectionBeforeOperationHook<'media'> = async ({
  args,
  collection,
  operation,
  req,
}) => {
  const { id } = args as { id?: number }
  if (req.context.skipCloudStorage) {
    // The S3 plugin saves the document again after the upload; the crop must not be applied twice.
    delete req.query.uploadEdits
  }
  if (operation !== 'update' || id === undefined || req.file || !req.query.uploadEdits) return
  const doc = await req.payload.findByID({
    collection: 'media',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
  })
  if (!doc?.filename || !doc.mimeType) return
  const stored = await collection.upload.handlers?.at(-1)?.(req, {
    doc,
    params: { collection: 'media', filename: doc.filename },
  })
  if (!stored?.ok) return
  const data = Buffer.from(await stored.arrayBuffer())
  req.file = { data, mimetype: doc.mimeType, name: doc.filename, size: data.length }
}
