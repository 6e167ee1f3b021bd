import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
} from '@aws-sdk/client-s3'

import type { Env } from '../../../runtime/env/env.ts'
import { lazyClient } from './bucket.ts'
import type { FileStore } from './fileStore.ts'

/** Pictures in a bucket. */
export function bucketFiles(env: Env): FileStore {
  const client = lazyClient(env)
  const Bucket = env.S3_BUCKET!
  return {
    read: async (Key) => {
      try {
        const { Body } = await client().send(new GetObjectCommand({ Bucket, Key }))
        return Body && Buffer.from(await Body.transformToByteArray())
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    sizeOf: async (Key) => {
      try {
        const { ContentLength } = await client().send(new HeadObjectCommand({ Bucket, Key }))
        return ContentLength
      } catch (error) {
        if (error instanceof NotFound) return undefined
        throw error
      }
    },
    write: async (Key, Body, ContentType) => {
      await client().send(new PutObjectCommand({ Bucket, Key, Body, ContentType }))
    },
    remove: async (Key) => {
      await client().send(new DeleteObjectCommand({ Bucket, Key }))
    },
    list: async (after, limit) => {
      const { Contents = [] } = await client().send(
        new ListObjectsV2Command({
          Bucket,
          MaxKeys: limit,
          ...(after === '' ? {} : { StartAfter: after }),
        }),
      )
      return Contents.map(({ Key, LastModified, Size }) => ({
        name: Key!,
        size: Size ?? 0,
        modifiedAt: LastModified ?? new Date(0),
      }))
    },
  }
}
