import { withPayload } from '@payloadcms/next/withPayload'
import path from 'node:path'

const root = path.resolve(import.meta.dirname)

export default withPayload(
  {
    // `npm run types` checks them; a build on a machine without dev dependencies must not.
    typescript: { ignoreBuildErrors: true },
    poweredByHeader: false,
    // No page uses it, and anybody could make it resize pictures and write errors into the log.
    images: { unoptimized: true },
    // It starts threads from its own folder.
    serverExternalPackages: ['piscina'],
    turbopack: { root },
    outputFileTracingRoot: root,
  },
  { devBundleServerPackages: false },
)
