import { cloudStoragePlugin } from '@payloadcms/plugin-cloud-storage'
import { s3Storage } from '@payloadcms/storage-s3'
import type { Plugin } from 'payload'

import { diskStorage } from './diskStorage.ts'
import { judgeFirst } from './directUploads/judgeFirst.ts'
import { bucketConfig } from './files/bucket.ts'
import { mediaFolder } from './files/createFileStore.ts'
import type { Env } from '../../runtime/env/env.ts'

/**
 * Stores uploads in a bucket when `S3_BUCKET` is set, otherwise on local disk. The fields are the same in
 * both cases, so moving to S3 needs no migration.
 */
export const storage = (env: Env): Plugin[] => [
  s3Storage({
    enabled: env.S3_BUCKET !== undefined,
    alwaysInsertFields: true,
    bucket: env.S3_BUCKET ?? '',
    // Empty but set: without it the `prefix` field would be missing when a bucket is used.
    collections: { media: { prefix: '' } },
    config: bucketConfig(env),
  }),
  cloudStoragePlugin({
    enabled: env.S3_BUCKET === undefined,
    collections: { media: { adapter: diskStorage(mediaFolder(env)) } },
  }),
  judgeFirst,
]
