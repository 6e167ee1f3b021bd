import { lexicalEditor } from '@payloadcms/richtext-lexical'
import path from 'node:path'
import { buildConfig } from 'payload'
import sharp from 'sharp'

import { Events, Media, Registrations, Users } from './collections/index.ts'
import { healthEndpoint } from './endpoints/health.ts'
import { dropJobEndpoint, retryJobEndpoint } from './endpoints/jobs.ts'
import { answerRefusal } from './hooks/answerRefusal.ts'
import { keepToPanel } from './src/access/keepToPanel.ts'
import { panel, panelWords } from './src/admin/panel.ts'
import { readEnv } from './src/config/env.ts'
import { databaseAdapter } from './src/db/adapter.ts'
import { originsAtServer } from './src/config/originsAtServer.ts'
import { graphQL } from './src/config/graphql.ts'
import { mailAdapter } from './src/config/mail.ts'
import { logger } from './src/config/logger.ts'
import { storage } from './src/config/storage.ts'
import { withoutDeadRoutes } from './src/config/withoutDeadRoutes.ts'

const env = readEnv()

export default buildConfig({
  secret: env.PAYLOAD_SECRET ?? '',
  serverURL: env.PUBLIC_URL,
  collections: [Events, Registrations, Media, Users],
  endpoints: [healthEndpoint, retryJobEndpoint, dropJobEndpoint],
  hooks: { afterError: [answerRefusal] },
  logger,
  email: mailAdapter(env),
  db: databaseAdapter(env),
  editor: lexicalEditor(),
  // Not Payload's tokens as bearers: that scheme is the platform's own (docs/decisions/0006-tokens.md).
  auth: { jwtOrder: ['JWT', 'cookie'] },
  plugins: storage(env),
  sharp,
  defaultDepth: 1,
  maxDepth: 4,
  upload: {
    abortOnLimit: true,
    // The file reader stops at the very size it is given, and the field reader at one megabyte.
    limits: { fileSize: env.MAX_UPLOAD_BYTES + 1, fieldSize: env.MAX_BODY_BYTES },
    requestSizeLimit: Infinity,
    responseOnLimit: `The file is larger than the ${env.MAX_UPLOAD_BYTES} bytes that are taken.`,
  },
  graphQL: graphQL(env),
  admin: { ...panel, user: Users.slug },
  i18n: panelWords,
  typescript: { outputFile: path.join(process.cwd(), 'src/payload-types.ts'), autoGenerate: false },
  telemetry: false,
})
  .then(keepToPanel)
  .then(withoutDeadRoutes)
  .then(originsAtServer(env))
