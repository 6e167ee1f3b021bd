import type { Payload } from 'payload'
import sharp from 'sharp'

import type { Media } from '../../src/payload-types.ts'

/** A small PNG, as bytes. */
const pngBytes = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()

let made = 0

/** An image that a user has uploaded. */
export async function createImage(payload: Payload, uploader: number): Promise<Media> {
  const data = await pngBytes()
  const name = `robot-${process.pid}-${(made += 1)}.png`
  return payload.create({
    collection: 'media',
    data: { alt: 'A robot', createdBy: uploader },
    file: { data, mimetype: 'image/png', name, size: data.length },
    overrideAccess: true,
  })
}
