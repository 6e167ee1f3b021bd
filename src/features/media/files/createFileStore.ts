import path from 'node:path'

import type { Env } from '../../../runtime/env/env.ts'
import { bucketFiles } from './bucketFiles.ts'
import { diskFiles } from './diskFiles.ts'
import type { FileStore } from './fileStore.ts'

/** The folder of the pictures without a bucket. */
export const mediaFolder = ({ DATA_DIR }: Env): string => path.join(DATA_DIR, 'media')

/** Makes the store. Nothing is opened before it is used. */
export const createFileStore = (env: Env): FileStore =>
  env.S3_BUCKET === undefined ? diskFiles(mediaFolder(env)) : bucketFiles(env)
