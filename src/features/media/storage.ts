import { cloudStoragePlugin } from '@payloadcms/plugin-cloud-storage'
import { s3Storage, type S3StorageOptions } from '@payloadcms/storage-s3'
import path from 'node:path'
import type { Plugin } from 'payload'

import { diskStorage } from './diskStorage.ts'
import type { Env } from '../../runtime/env/env.ts'

/** In milliseconds and tries: an upload holds its transaction, and a connection, until it is through. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true }
const maxAttempts = 2

/** Enough that clients which read slowly do not keep the others from their pictures. */
const connections = { keepAlive: true, maxSockets: 500 }

/** Many servers that speak S3 do not know the checksums that Amazon's client sends unasked. */
const withoutNewChecksums = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const

const clientConfig = (env: Env): S3StorageOptions['config'] => ({
  region: env.S3_REGION,
  endpoint: env.S3_ENDPOINT,
  forcePathStyle: env.S3_FORCE_PATH_STYLE,
  maxAttempts,
  requestHandler: { ...timeouts, httpAgent: connections, httpsAgent: connections },
  ...(env.S3_ENDPOINT ? withoutNewChecksums : {}),
  ...(env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
    ? {
        credentials: {
          accessKeyId: env.S3_ACCESS_KEY_ID,
          secretAccessKey: env.S3_SECRET_ACCESS_KEY,
        },
      }
    : {}),
})

/**
 * Where uploads go: to the bucket when `S3_BUCKET` is set, else to local disk. The fields are the
 * same either way, so that moving to S3 is no migration.
 */
export const storage = (env: Env): Plugin[] => [
  s3Storage({
    enabled: env.S3_BUCKET !== undefined,
    alwaysInsertFields: true,
    bucket: env.S3_BUCKET ?? '',
    // Named, though it is empty: else the field for it would be missing with a bucket.
    collections: { media: { prefix: '' } },
    config: clientConfig(env),
  }),
  cloudStoragePlugin({
    enabled: env.S3_BUCKET === undefined,
    collections: { media: { adapter: diskStorage(path.join(env.DATA_DIR, 'media')) } },
  }),
]
