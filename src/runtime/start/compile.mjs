/**
 * Compiles the TypeScript to JavaScript in `.build`. It takes 0.2 seconds at each start, which is less
 * than a loader that compiles while Node imports (docs/decisions/0009-compiled-at-start.md).
 */
import { build, context, stop } from 'esbuild'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

const programs = {
  serve: 'src/runtime/start/serve.ts',
  work: 'src/runtime/start/work.ts',
  import: 'src/runtime/start/import.ts',
  searchReindex: 'src/runtime/start/searchReindex.ts',
  export: 'src/runtime/start/export.ts',
  checkFlags: 'src/runtime/start/checkFlags.ts',
  supervisor: 'src/runtime/embeddedPostgres/supervisor.ts',
  returnHandles: 'src/runtime/accepting/returnHandles.ts',
  hashingThread: 'src/features/accounts/passwords/thread.ts',
  liveClient: 'src/shared/liveClient.ts',
  siteScript: 'src/features/pages/browser/site.ts',
  embedScript: 'src/features/pages/browser/embed.ts',
  embeddedScript: 'src/features/pages/browser/embedded.ts',
  freeze: 'src/runtime/start/freeze.ts',
  mailPreview: 'src/runtime/start/mailPreview.ts',
  runJest: 'tests/support/runJest.ts',
  bench: 'bench/run.ts',
  benchAttacks: 'bench/attacks.ts',
  benchAttacker: 'bench/attacks/attacker.ts',
  benchMail: 'bench/mail.ts',
  benchMemory: 'bench/memory.ts',
  benchIdle: 'bench/idle.ts',
  benchLive: 'bench/live.ts',
  benchLiveClients: 'bench/liveClients.ts',
  benchMeter: 'bench/meter.ts',
  benchLoad: 'bench/load.ts',
  benchExpress: 'bench/baselines/express.ts',
  benchRaw: 'bench/baselines/raw.ts',
  benchFinished: 'bench/baselines/finished.ts',
  benchPbkdf2: 'bench/baselines/pbkdf2.ts',
  benchLockCountInsert: 'bench/baselines/lockCountInsert.ts',
  benchSimulate: 'bench/simulate.ts',
  benchGrowth: 'bench/growth.ts',
  benchSearch: 'bench/search.ts',
  benchGrowthMeasure: 'bench/growth/measure.ts',
}

/** The programs whose sources exist: a container image has no tests and no benchmarks. */
const entryPoints = Object.fromEntries(
  Object.entries(programs).filter(([, source]) => existsSync(source)),
)

/**
 * Writes a file in one step, and only when its content changed: another server that starts in the same
 * checkout at that moment must not read half of it.
 */
export async function writeOutput({ contents, path: file }) {
  const before = await readFile(file).catch(() => undefined)
  if (before?.equals(contents)) return
  const unfinished = `${file}.${process.pid}`
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(unfinished, contents)
  await rename(unfinished, file)
}

const writeOutputs = {
  name: 'write-outputs',
  setup: ({ onEnd }) =>
    onEnd(async ({ outputFiles = [] }) => {
      await Promise.all(outputFiles.map(writeOutput))
    }),
}

/** @type {import('esbuild').BuildOptions} */
export const compileOptions = {
  entryPoints,
  outdir: '.build',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'error',
  // The style sheet and the icon of the public pages are sent as they are.
  loader: { '.css': 'text', '.svg': 'text' },
  write: false,
  plugins: [writeOutputs],
}

/** Compiles once. Then it ends esbuild's own process, which would stay as long as the server. */
export const compile = () => build(compileOptions).finally(stop)

/** Compiles, and compiles again after each change of a source. Calls `onCompiled` after each success. */
export async function compileOnChange(onCompiled) {
  const reportSuccess = {
    name: 'report-success',
    setup: ({ onEnd }) => onEnd(({ errors }) => void (errors.length === 0 && onCompiled())),
  }
  const watching = await context({ ...compileOptions, plugins: [writeOutputs, reportSuccess] })
  await watching.watch()
}
