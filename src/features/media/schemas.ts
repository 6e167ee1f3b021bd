import { z } from '../../http/zod.ts'

const pixels = () => z.int().openapi({ description: 'In pixels' })

const url = () =>
  z.string().openapi({
    description:
      'Absolute when the operator has set an address; below the root of this server otherwise',
  })

const percent = () => z.number().min(0).max(100)

export const CoverSchema = z
  .object({
    alt: z.string(),
    url: url(),
    width: pixels(),
    height: pixels(),
    focal_point: z.object({ x: percent(), y: percent() }).openapi({
      description: 'What stays visible when the picture is cut: percent from the left and the top',
    }),
    thumbnail: z
      .object({ url: url(), width: pixels(), height: pixels() })
      .nullable()
      .openapi({ description: 'Cut around the focal point; null for small pictures' }),
    sources: z
      .array(
        z.object({
          url: url(),
          type: z.enum(['image/avif', 'image/webp']),
          width: pixels(),
          height: pixels(),
          bytes: z.int(),
        }),
      )
      .openapi({
        description:
          'The picture in other sizes, for `srcset`; empty in the seconds after an upload, and for small pictures',
      }),
  })
  .openapi('Cover')

/** What a client declares before it sends a file to the bucket. */
export const uploadSchema = (maxBytes: number) =>
  z.object({
    filename: z.string().min(1).max(255),
    filesize: z.int().min(1).max(maxBytes),
    mimeType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'This must be 64 hexadecimal digits.'),
  })
