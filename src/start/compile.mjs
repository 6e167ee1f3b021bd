/**
 * Turns the TypeScript into what Node runs, in `.build`: a fifth of a second at each start, and less
 * than a loader costs that compiles while Node imports (docs/decisions/0009-compiled-at-start.md).
 */
import { build, context } from 'esbuild'

/** The programs that there are. */
const entryPoints = {
  serve: 'src/start/serve.ts',
  importFrc: 'src/start/importFrc.ts',
  supervisor: 'src/server/embedded/supervisor.ts',
  runJest: 'tests/support/runJest.ts',
}

/** @type {import('esbuild').BuildOptions} */
const options = {
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
}

export const compile = () => build(options)

/** Compiles again whenever a source changes, until the process ends. */
export async function compileOnChange() {
  const watching = await context(options)
  await watching.watch()
}
