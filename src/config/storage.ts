import type { S3StorageOptions } from '@payloadcms/storage-s3'

import type { Env } from './env.ts'

/**
 * Where uploads go: to the bucket when `S3_BUCKET` is set, else to local disk. The fields that the
 * bucket needs exist either way, so that moving to S3 is no migration.
 */
export const storageOptions = (env: Env): S3StorageOptions => ({
  enabled: env.S3_BUCKET !== undefined,
  alwaysInsertFields: true,
  bucket: env.S3_BUCKET ?? '',
  collections: { media: true },
  config: {
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
    ...(env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
      ? {
          credentials: {
            accessKeyId: env.S3_ACCESS_KEY_ID,
            secretAccessKey: env.S3_SECRET_ACCESS_KEY,
          },
        }
      : {}),
  },
})
