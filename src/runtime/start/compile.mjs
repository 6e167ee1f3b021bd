/**
 * Turns the TypeScript into what Node runs, in `.build`: a fifth of a second at each start, and less
 * than a loader costs that compiles while Node imports (docs/decisions/0009-compiled-at-start.md).
 */
import { build, context } from 'esbuild'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

const programs = {
  serve: 'src/runtime/start/serve.ts',
  work: 'src/runtime/start/work.ts',
  importFrc: 'src/runtime/start/importFrc.ts',
  supervisor: 'src/runtime/embeddedPostgres/supervisor.ts',
  freeze: 'src/runtime/start/freeze.ts',
  mailPreview: 'src/runtime/start/mailPreview.ts',
  runJest: 'tests/support/runJest.ts',
  bench: 'bench/run.ts',
  benchMail: 'bench/mail.ts',
  benchMemory: 'bench/memory.ts',
  benchMeter: 'bench/meter.ts',
  benchLoad: 'bench/load.ts',
  benchExpress: 'bench/baselines/express.ts',
  benchRaw: 'bench/baselines/raw.ts',
  benchFinished: 'bench/baselines/finished.ts',
  benchLockCountInsert: 'bench/baselines/lockCountInsert.ts',
  benchSimulate: 'bench/simulate.ts',
}

/** The programs that there are: a container has no tests. */
const entryPoints = Object.fromEntries(
  Object.entries(programs).filter(([, source]) => existsSync(source)),
)

/**
 * Puts a file in its place whole, and only when it is another than before: a server that starts
 * meanwhile on the same checkout must not read half of it.
 */
async function keep({ contents, path: file }) {
  const before = await readFile(file).catch(() => undefined)
  if (before?.equals(contents)) return
  const unfinished = `${file}.${process.pid}`
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(unfinished, contents)
  await rename(unfinished, file)
}

const keepAll = {
  name: 'keep-all',
  setup: ({ onEnd }) =>
    onEnd(async ({ outputFiles = [] }) => {
      await Promise.all(outputFiles.map(keep))
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
  write: false,
  plugins: [keepAll],
}

export const compile = () => build(compileOptions)

/** Compiles, and again whenever a source changes; `onCompiled` is called after each time that worked. */
export async function compileOnChange(onCompiled) {
  const announce = {
    name: 'announce',
    setup: ({ onEnd }) => onEnd(({ errors }) => void (errors.length === 0 && onCompiled())),
  }
  const watching = await context({ ...compileOptions, plugins: [keepAll, announce] })
  await watching.watch()
}
