import type { PayloadRequest } from 'payload'
import { createClientUploadReceipt } from 'payload/internal'

import { inTransaction } from '../../../database/connection.ts'
import { validate } from '../../../http/validate.ts'
import { readEnv } from '../../../runtime/env/env.ts'
import { Refusal } from '../../../shared/errors/Refusal.ts'
import { checkOwnUploads, lockOwned } from '../../accounts/public.ts'
import { lazyClient } from '../files/bucket.ts'
import { insertUpload, openUploads } from '../queries/uploads.ts'
import { uploadSchema } from '../schemas.ts'
import { secondsToSend, signUpload } from './signUpload.ts'

/** Files that a user may be sending at a time. */
const maxOpen = 50

/** Seconds after the address has expired in which a picture can still be made of the file. */
const secondsToFinish = 900

const off = () =>
  new Refusal(
    409,
    'direct_uploads_off',
    'Files cannot be sent to the bucket here. Send the file itself to POST /api/media.',
  )

const tooMany = () =>
  new Refusal(
    429,
    'too_many_open_uploads',
    `${maxOpen} files can be sent at a time. Make pictures of some of them first.`,
    { 'Retry-After': String(secondsToSend) },
  )

/** What the form of the picture has as its file: Payload checks the receipt, which is bound to the user. */
function fileField(req: PayloadRequest, id: string, file: { filename: string; mimeType: string }) {
  const { filename, mimeType } = file
  const signedReceipt = createClientUploadReceipt({
    collectionSlug: 'media',
    context: { uploadId: id },
    filename,
    req,
  })
  return JSON.stringify({ filename, mimeType, clientUploadContext: { signedReceipt } })
}

/**
 * Lets a signed-in caller send one file to the bucket. It is private there, and no picture yet: it is judged
 * and encoded again when a picture is made of it.
 *
 * @throws {ValidationError}; {Refusal} 409 without a bucket or without room, 429 for too many files at a time
 */
export async function requestUpload(req: PayloadRequest, sent: unknown) {
  const env = readEnv()
  const bucket = env.S3_BUCKET
  if (!env.S3_DIRECT_UPLOADS || bucket === undefined) throw off()
  const { filename, filesize, mimeType, sha256 } = validate(
    uploadSchema(env.MAX_UPLOAD_BYTES),
    sent ?? {},
  )
  const userId = req.user!.id
  const id = await inTransaction(req, async (connection) => {
    await lockOwned(connection, userId)
    const open = await openUploads(connection, userId)
    if (open.count >= maxOpen) throw tooMany()
    await checkOwnUploads(req, open.bytes + filesize)
    const seconds = secondsToSend + secondsToFinish
    return insertUpload(connection, userId, { filesize, sha256, seconds })
  })
  const declared = { id, filesize, mimeType, sha256 }
  return {
    method: 'PUT',
    ...(await signUpload(lazyClient(env)(), bucket, declared)),
    expiresIn: secondsToSend,
    file: fileField(req, id, { filename, mimeType }),
  }
}
