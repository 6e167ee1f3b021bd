/**
 * The direction of imports:
 *
 *   domain <- db <- services <- hooks, endpoints, jobs, api <- collections <- payload.config <- server
 *   domain <- mail <- services, jobs
 *
 * `access`, `errors`, `config` and `lib` are leaves: they know the domain and no layer above it.
 */
const domain = '^src/domain/'
/** Packages that only compute. */
const pure = 'node_modules/(@zxcvbn-ts|luxon|windows-iana|zod)/'
const leaves = '^src/(access|errors|config|lib)/'
const types = '^src/payload-types\\.ts$'
const db = '^src/db/'
const mail = '^src/mail/'
const services = '^src/services/'
const rules = '^(hooks|endpoints|src/jobs|src/api)/'
const collections = '^collections/'
const panel = '^src/admin/'
const sql = 'node_modules/(@payloadcms/(db-postgres|drizzle)|drizzle-orm|pg|pg-[^/]+|postgres)/'

const onTop = '^src/(server|start|demo|frc)/'
const everyFile = '^(src|hooks|endpoints|collections|payload\\.config\\.ts|tests|bench)'

/** A layer may import itself and those named; of packages, whatever it likes. */
const layer = (name, path, below) => ({
  name,
  severity: 'error',
  from: { path },
  to: { path: everyFile, pathNot: [path, ...below] },
})

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Of two files that need each other neither can be understood alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-is-pure',
      comment: 'The rules run in the panel, on the server and in tests: no Payload, no I/O.',
      severity: 'error',
      from: { path: domain },
      to: { pathNot: [domain, pure] },
    },
    {
      name: 'sql-lives-in-db',
      comment: 'Whoever changes the schema finds every statement in one folder.',
      severity: 'error',
      from: {
        path: everyFile,
        // It asks whether the database can be reached before there is anything else to ask.
        pathNot: [db, '^src/server/database\\.ts$', '^(tests|bench)/'],
      },
      to: { path: sql },
    },
    {
      name: 'server-on-top',
      comment: 'What the server starts does not know that it is started, or by what.',
      severity: 'error',
      from: { path: '^(src|hooks|endpoints|collections|payload)', pathNot: onTop },
      to: { path: '^src/server/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^(tests|bench)/|^src/start/test\\.mjs$' },
      to: { path: '^(tests|bench)/' },
    },
    layer('leaves-import-no-layer', leaves, [domain, types]),
    layer('mail-only-renders', mail, [domain, '^src/lib/']),
    {
      name: 'panel-bundles-no-mail',
      comment: 'Next bundles all that the config reaches: the worker alone writes letters.',
      severity: 'error',
      from: { path: '^payload\\.config\\.ts$' },
      to: { path: '^src/mail/', pathNot: '^src/mail/letters\\.ts$', reachable: true },
    },
    layer('db-below-services', db, [domain, leaves, types]),
    layer('services-below-rules', services, [domain, leaves, types, db, mail]),
    layer('rules-below-collections', rules, [domain, leaves, types, db, services, mail]),
    layer('panel-asks-services', '^src/admin/', [domain, leaves, types, services]),
    layer('collections-below-config', collections, [domain, leaves, types, db, services, rules]),
    layer('panel-below-config', panel, [domain, leaves, types, services]),
    layer('config-below-server', '^payload\\.config\\.ts$', [
      domain,
      leaves,
      types,
      db,
      services,
      rules,
      collections,
      panel,
    ]),
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
