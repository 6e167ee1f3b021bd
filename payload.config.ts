import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { s3Storage } from '@payloadcms/storage-s3'
import path from 'node:path'
import { buildConfig } from 'payload'
import sharp from 'sharp'

import { Events, media, Registrations, Users } from './collections/index.ts'
import { healthEndpoint } from './endpoints/health.ts'
import { closeLocks } from './src/access/closeLocks.ts'
import { panel, panelWords } from './src/admin/panel.ts'
import { readEnv } from './src/config/env.ts'
import { databaseAdapter } from './src/db/adapter.ts'
import { storageOptions } from './src/config/storage.ts'

const env = readEnv()

export default buildConfig({
  secret: env.PAYLOAD_SECRET ?? '',
  serverURL: env.PUBLIC_URL,
  collections: [Events, Registrations, media(env), Users],
  endpoints: [healthEndpoint],
  db: databaseAdapter(env),
  editor: lexicalEditor(),
  // Not Payload's tokens as bearers: that scheme is the platform's own (docs/decisions/0006-tokens.md).
  auth: { jwtOrder: ['JWT', 'cookie'] },
  plugins: [s3Storage(storageOptions(env))],
  sharp,
  defaultDepth: 1,
  maxDepth: 4,
  upload: { limits: { fileSize: env.MAX_UPLOAD_BYTES }, abortOnLimit: true, safeFileNames: true },
  graphQL: { disablePlaygroundInProduction: true, maxComplexity: 1000 },
  admin: { ...panel, user: Users.slug },
  i18n: panelWords,
  typescript: { outputFile: path.join(process.cwd(), 'src/payload-types.ts'), autoGenerate: false },
  telemetry: false,
}).then(closeLocks)
