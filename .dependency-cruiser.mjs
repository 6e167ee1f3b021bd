/**
 * The direction of imports. A layer may import itself and the layers above it in this list, never one
 * below. docs/architecture.md shows the same order as a picture.
 *
 * Layers in one row are neighbours. The carrying layers (database, cache, queue, observability) may use
 * each other. The layers that put features together (hooks, endpoints, patches, composition) may not.
 */
const rows = [
  { shared: '^src/(shared/|payload-types\\.ts$)' },
  { env: '^src/runtime/env/' },
  { carrying: '^src/(database|cache|queue|observability)/' },
  {
    panelElements:
      '^src/panel/(elements|brand|timeZone|dateInput|form)/|^src/panel/(formatInZone|rest|restErrors)\\.ts$',
  },
  { http: '^src/http/' },
  { features: '^src/features/' },
  {
    hooks: '^hooks/',
    endpoints: '^endpoints/',
    payloadPatches: '^src/payloadPatches/',
    composition: '^src/composition/',
  },
  {
    panel:
      '^src/panel/(?!elements/|brand/|timeZone/|dateInput/|form/|(formatInZone|rest|restErrors)\\.ts$)',
  },
  { collections: '^collections/' },
  { config: '^payload\\.config\\.ts$' },
  { runtime: '^src/(runtime/(?!env/)|app/|instrumentation\\.ts$)' },
]

const sourceFile = '^(src|hooks|endpoints|collections)/|^payload\\.config\\.ts$'
const layers = rows.map((row) => Object.values(row))

const layerRules = rows.flatMap((row, index) =>
  Object.entries(row).map(([name, path]) => ({
    name: `${name}-imports-only-layers-below`,
    severity: 'error',
    from: { path },
    to: { path: sourceFile, pathNot: [path, ...layers.slice(0, index).flat()] },
  })),
)

/** The files of one feature by their part. `$1` in a rule is the name of the feature. */
const feature = '^src/features/([^/]+)/'
/** Pure files: the rules, and lists of constants that the queries need too. */
const rules = '^src/features/.+((/r|R)ules|/roles|/topics|/passwordText)\\.ts$'
const queries = '^src/.+/queries(\\.ts$|/)'
const surfaces = '^src/features/.+((/r|R)outes\\.ts$|/jobs(\\.ts$|/)|/admin/)'
const publicFile = '^src/features/[^/]+/public\\.ts$'

/** Packages that only compute. */
const purePackages = 'node_modules/(@zxcvbn-ts|luxon|windows-iana|zod)/'
const sqlPackages =
  'node_modules/(drizzle-orm|pg|pg-[^/]+|postgres|@payloadcms/(db-postgres|drizzle))/'
const sqlTag = 'node_modules/(drizzle-orm|@payloadcms/(db-postgres|drizzle))/'

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-circular',
      comment: 'Two files that need each other cannot be read one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // The builds of the server and of Next are made by commands; a fresh clone has none.
      to: { couldNotResolve: true, pathNot: '\\.(build|next)/' },
    },
    {
      name: 'features-meet-in-public',
      comment: 'A feature uses another one through its public.ts, or through a domain event.',
      severity: 'error',
      from: { path: feature },
      to: { path: feature, pathNot: ['^src/features/$1/', publicFile] },
    },
    {
      name: 'rules-are-pure',
      comment:
        'Rules run on the server, in the panel and in tests: no Payload, no database, no clock.',
      severity: 'error',
      from: { path: rules },
      to: { pathNot: [rules, '^src/shared/', '^src/payload-types\\.ts$', purePackages] },
    },
    {
      name: 'queries-know-only-rules',
      comment: 'SQL is below the use cases: a query never calls one.',
      severity: 'error',
      from: { path: queries },
      to: {
        path: '^src/features/',
        // Ticket codes are made in the moment in which a claim inserts its registration. Names are
        // normalised in the moment in which an account is looked up.
        pathNot: [
          queries,
          rules,
          publicFile,
          '/ticketCode\\.ts$',
          '/identity/(email|username)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'use-cases-know-no-surface',
      comment: 'Routes, jobs and the panel call use cases, never the other way round.',
      severity: 'error',
      from: { path: feature, pathNot: [surfaces, publicFile] },
      to: { path: surfaces },
    },
    {
      name: 'sql-in-queries',
      comment:
        'All SQL of a feature is in its queries: a change of the schema has one place to look.',
      severity: 'error',
      from: { path: sourceFile, pathNot: [queries, '^src/database/'] },
      to: { path: sqlTag, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pg-in-carrying-layers',
      comment: 'Only these files open connections of their own. All others use the pools.',
      severity: 'error',
      from: {
        path: sourceFile,
        pathNot: [
          queries,
          '^src/database/',
          // It holds the connection that listens for invalidations.
          '^src/cache/invalidation/',
          // It checks that the database answers before Payload starts.
          '^src/runtime/openDatabase\\.ts$',
        ],
      },
      to: { path: sqlPackages, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'express-in-http',
      comment: 'Features describe routes; src/http serves them.',
      severity: 'error',
      from: { path: sourceFile, pathNot: '^src/http/' },
      to: { path: 'node_modules/(@types/)?express(-serve-static-core)?/' },
    },
    {
      name: 'config-renders-no-email',
      comment: 'Next bundles every file that the config reaches. Only the worker renders emails.',
      severity: 'error',
      from: { path: '^payload\\.config\\.ts$' },
      to: {
        path: '^src/features/notifications/email/(html|content)/|/email/renderEmail\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^(tests|bench)/|^src/runtime/start/test\\.mjs$' },
      to: { path: '^(tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.build|\\.data|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
