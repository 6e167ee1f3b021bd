import { readMediaBase } from '../../runtime/env/env.ts'

/**
 * Where clients find a file of a picture: on the CDN of `MEDIA_BASE_URL`, or on the platform. What only some
 * callers may see stays on the platform, which asks who they are.
 */
export function fileUrl(filename: string, isPrivate: boolean): string {
  const { cdn, platform } = readMediaBase()
  return `${isPrivate ? platform : (cdn ?? platform)}/${encodeURIComponent(filename)}`
}
