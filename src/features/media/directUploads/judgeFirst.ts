import type { Plugin } from 'payload'

type Handlers = NonNullable<
  Exclude<
    NonNullable<Parameters<Plugin>[0]['collections']>[number]['upload'],
    boolean | undefined
  >['handlers']
>

/**
 * Keeps Payload from reading files that clients have sent to the bucket: it would trust their names and sizes,
 * and look for them where finished pictures are. A hook reads and judges them (`takeUpload.ts`).
 */
const judged = (handlers: Handlers): Handlers =>
  handlers.map(
    (handler) => (req, args) =>
      args.params.clientUploadContext ? new Response(null) : handler(req, args),
  )

/** Has to come after the plugin that adds the handlers. */
export const judgeFirst: Plugin = (config) => ({
  ...config,
  collections: (config.collections ?? []).map((collection) => {
    const { upload } = collection
    if (typeof upload !== 'object' || !upload.handlers) return collection
    return { ...collection, upload: { ...upload, handlers: judged(upload.handlers) } }
  }),
})
