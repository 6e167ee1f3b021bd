import { readFile } from 'node:fs/promises'
import path from 'node:path'

import type { StaticFile } from '../../http/staticFile.ts'

/** `src/shared/liveClient.ts` as JavaScript; the other programs are compiled next to it. */
const compiled = path.resolve('.build/liveClient.mjs')

/** The client for apps: one module without dependencies, for a page or to copy. */
export const liveClientFile: StaticFile = {
  path: '/api/live-client.js',
  type: 'text/javascript; charset=utf-8',
  read: async () => {
    const source = await readFile(compiled, 'utf8')
    // The map is not served.
    return Buffer.from(source.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'))
  },
}
