import { lexicalEditor } from '@payloadcms/richtext-lexical'
import path from 'node:path'
import { buildConfig } from 'payload'
import sharp from 'sharp'

import {
  Events,
  Flags,
  Media,
  Registrations,
  Series,
  Users,
  Webhooks,
} from './collections/index.ts'
import { changeInBatches } from './endpoints/bulkChanges.ts'
import { healthEndpoint } from './endpoints/health.ts'
import { panelSearchEndpoint } from './endpoints/panelSearch.ts'
import { discardJobEndpoint, retryJobEndpoint } from './endpoints/jobs.ts'
import { signInMutations } from './endpoints/signIn.ts'
import { eventQueries } from './endpoints/graphql/eventQueries.ts'
import { eventRegistrations } from './endpoints/graphql/eventRegistrations.ts'
import { registrationMutations } from './endpoints/graphql/registrationMutations.ts'
import { reportRefusal } from './hooks/reportRefusal.ts'
import {
  amendGraphqlSchema,
  hideKeyValueStore,
} from './src/payloadPatches/graphqlSchema/amendGraphqlSchema.ts'
import { restrictPanelCollections } from './src/payloadPatches/restrictPanelCollections.ts'
import { panel, panelTexts } from './src/panel/panel.ts'
import { createServices } from './src/composition/createServices.ts'
import { readEnv } from './src/runtime/env/env.ts'
import { databaseAdapter } from './src/database/adapter.ts'
import { delegateOriginChecks } from './src/payloadPatches/delegateOriginChecks.ts'
import { mailAdapter } from './src/features/notifications/mailAdapter.ts'
import { logger } from './src/observability/logger.ts'
import { sizeText } from './src/shared/amountText.ts'
import { storage } from './src/features/media/storage.ts'
import { hideReadOnlyFromBulkEdit } from './src/payloadPatches/hideReadOnlyFromBulkEdit.ts'
import { removeBrokenRoutes } from './src/payloadPatches/removeBrokenRoutes.ts'

const env = readEnv()

export default buildConfig({
  secret: env.PAYLOAD_SECRET ?? '',
  serverURL: env.PUBLIC_URL,
  collections: [Events, Registrations, Media, Users, Series, Webhooks, Flags],
  endpoints: [healthEndpoint, panelSearchEndpoint, retryJobEndpoint, discardJobEndpoint],
  hooks: { afterError: [reportRefusal] },
  logger,
  email: mailAdapter(env),
  db: databaseAdapter(env, createServices),
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
    responseOnLimit: `File too large (max ${sizeText(env.MAX_UPLOAD_BYTES)})`,
  },
  graphQL: {
    disablePlaygroundInProduction: true,
    queries: (...args) => ({
      ...eventRegistrations(...args),
      ...amendGraphqlSchema(...args),
      ...eventQueries(...args),
    }),
    mutations: (...args) => ({ ...signInMutations(...args), ...registrationMutations(...args) }),
  },
  admin: { ...panel, user: Users.slug },
  i18n: panelTexts,
  typescript: { outputFile: path.join(process.cwd(), 'src/payload-types.ts'), autoGenerate: false },
  telemetry: false,
})
  .then(restrictPanelCollections)
  .then(removeBrokenRoutes)
  .then(changeInBatches)
  .then(hideKeyValueStore)
  .then(hideReadOnlyFromBulkEdit)
  .then(delegateOriginChecks(env))
