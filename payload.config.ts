import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { s3Storage } from '@payloadcms/storage-s3'
import path from 'node:path'
import { buildConfig } from 'payload'
import sharp from 'sharp'

import { Events, media, Registrations, Users } from './collections/index.ts'
import { healthEndpoint } from './endpoints/health.ts'
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
  plugins: [s3Storage(storageOptions(env))],
  sharp,
  defaultDepth: 1,
  maxDepth: 4,
  upload: { limits: { fileSize: env.MAX_UPLOAD_BYTES }, abortOnLimit: true, safeFileNames: true },
  graphQL: { disablePlaygroundInProduction: true, maxComplexity: 1000 },
  admin: {
    user: Users.slug,
    importMap: {
      baseDir: path.resolve('.'),
      importMapFile: path.resolve('src/app/(payload)/admin/importMap.js'),
    },
    meta: { titleSuffix: ' · Robo Events' },
    dateFormat: 'd MMM yyyy, HH:mm',
  },
  typescript: { outputFile: path.resolve('src/payload-types.ts'), autoGenerate: false },
  telemetry: false,
})
