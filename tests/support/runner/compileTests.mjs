import { build } from 'esbuild'
import { readdir } from 'node:fs/promises'
import path from 'node:path'

import { compileOptions } from '../../../src/runtime/start/compile.mjs'

/** `@jest/globals` throws outside Jest's own loader. */
const jestGlobals = {
  name: 'jest-globals',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@jest\/globals$/ }, () => ({
      path: path.resolve('tests/support/runner/jestGlobals.ts'),
    })),
}

async function testFiles() {
  const names = await readdir('tests', { recursive: true })
  return names.filter((name) => name.endsWith('.test.ts'))
}

/**
 * Compiles the tests and the config to `.build/tests`. What two of them import becomes a module of
 * its own: the test files of a worker share those modules.
 */
export async function compileTests() {
  const tests = (await testFiles()).map((name) => [name.replace(/\.ts$/, ''), `tests/${name}`])
  await build({
    ...compileOptions,
    entryPoints: Object.fromEntries([...tests, ['payload.config', 'payload.config.ts']]),
    outdir: '.build/tests',
    plugins: [...compileOptions.plugins, jestGlobals],
  })
}
