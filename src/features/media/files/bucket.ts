import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

import type { Env } from '../../../runtime/env/env.ts'

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

/** How the bucket is reached. */
export const bucketConfig = (env: Env): S3ClientConfig => ({
  region: env.S3_REGION,
  ...(env.S3_ENDPOINT ? { endpoint: env.S3_ENDPOINT } : {}),
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

/** A client that is made when it is first used, because most platforms have no bucket. */
export function lazyClient(env: Env): () => S3Client {
  let client: S3Client | undefined
  return () => (client ??= new S3Client(bucketConfig(env)))
}
