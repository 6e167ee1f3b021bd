import { cloudStoragePlugin } from '@payloadcms/plugin-cloud-storage'
import { s3Storage, type S3StorageOptions } from '@payloadcms/storage-s3'
import path from 'node:path'
import type { Plugin } from 'payload'

import { diskStorage } from './diskStorage.ts'
import type { Env } from '../../runtime/env/env.ts'

/** In milliseconds. They are short, because an upload keeps a transaction and a connection open. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true }
const maxAttempts = 2

/** Enough sockets that slow clients do not block the downloads of others. */
const connections = { keepAlive: true, maxSockets: 500 }

/** Many S3-compatible servers do not know the checksums that Amazon's client sends by default. */
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
    config: clientConfig(env),
  }),
  cloudStoragePlugin({
    enabled: env.S3_BUCKET === undefined,
    collections: { media: { adapter: diskStorage(path.join(env.DATA_DIR, 'media')) } },
  }),
]
