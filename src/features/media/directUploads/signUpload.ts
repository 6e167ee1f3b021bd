import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

import type { DeclaredFile } from '../queries/uploads.ts'

/** Seconds in which the client has to begin to send the file. */
export const secondsToSend = 600

/** The folder of the bucket in which files wait to be judged. No route serves a name with a slash. */
const folder = 'uploads/'

/** The key of a file that waits. */
export const waitingKey = (id: string): string => `${folder}${id}`

export interface SignedUpload {
  url: string
  /** The client has to send them with these values: the signature is wrong with others. */
  headers: Record<string, string>
}

/**
 * An address to which one file can be sent once: the signature binds its size, its type and its SHA-256, and
 * that nothing is there yet.
 */
export async function signUpload(
  client: S3Client,
  bucket: string,
  { filesize, id, mimeType, sha256 }: DeclaredFile & { id: string; mimeType: string },
): Promise<SignedUpload> {
  const checksum = Buffer.from(sha256, 'hex').toString('base64')
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: waitingKey(id),
    ContentLength: filesize,
    ContentType: mimeType,
    ChecksumSHA256: checksum,
    IfNoneMatch: '*',
  })
  const url = await getSignedUrl(client, command, {
    expiresIn: secondsToSend,
    signableHeaders: new Set(['content-length', 'content-type', 'host', 'if-none-match']),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  })
  const headers = {
    'Content-Length': String(filesize),
    'Content-Type': mimeType,
    'If-None-Match': '*',
    'x-amz-checksum-sha256': checksum,
  }
  return { url, headers }
}
