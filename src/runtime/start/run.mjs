/**
 * `node src/runtime/start/run.mjs NAME [arguments]` runs a program of this repository in this process,
 * after it has done what the program needs: packages, compilation, the built panel.
 */
import path from 'node:path'
import { pathToFileURL } from 'node:url'

import { endWithLauncher } from './endWithLauncher.mjs'
import {
  buildPanel,
  bundlePackages,
  checkNode,
  fail,
  installPackages,
  printAsTheLog,
  readEnvFile,
  root,
} from './prepare.mjs'

/**
 * `file`: the compiled program in `.build`; without it, the preparation is everything.
 * `forOperators`: read `.env`, and set NODE_ENV=production by default. Tests and benchmarks must not
 * read an operator's settings.
 */
const programs = {
  serve: { file: 'serve', forOperators: true, needsPanel: true },
  worker: { file: 'work', forOperators: true },
  import: { file: 'import', forOperators: true },
  searchReindex: { file: 'searchReindex', forOperators: true },
  export: { file: 'export', forOperators: true },
  checkFlags: { file: 'checkFlags', forOperators: true },
  build: { needsPanel: true },
  // The container image installs the packages in a layer of its own.
  compile: { hasPackages: true },
  test: { file: 'runJest', needsPanel: true },
  mailPreview: { file: 'mailPreview' },
  freeze: { file: 'freeze' },
  bench: { file: 'bench' },
  benchAttacks: { file: 'benchAttacks' },
  benchMail: { file: 'benchMail' },
  benchMemory: { file: 'benchMemory' },
  benchLive: { file: 'benchLive' },
  benchIdle: { file: 'benchIdle', needsPanel: true },
  benchSimulate: { file: 'benchSimulate' },
  benchGrowth: { file: 'benchGrowth' },
  benchSearch: { file: 'benchSearch' },
}

const [name, ...args] = process.argv.slice(2)
const program = programs[name]
if (!program) fail(`Name one of these programs: ${Object.keys(programs).join(', ')}.`)

endWithLauncher()
process.chdir(root)
if (program.forOperators) {
  readEnvFile()
  // For development `NODE_ENV` is set later. These commands print a report for people.
  const isForPeople = ['import', 'export', 'searchReindex'].includes(name)
  if (!isForPeople && !args.includes('--dev')) printAsTheLog()
}
checkNode()
if (!program.hasPackages) await installPackages()
// Loaded late, as the other modules here: it imports a package.
const { bundlePayload } = await import('./bundlePayload.mjs')
await bundlePackages(bundlePayload)

if (name === 'serve' && args.includes('--dev')) {
  const { develop } = await import('./develop.mjs')
  await develop(args)
} else {
  const { compile } = await import('./compile.mjs')
  await compile()
  if (program.needsPanel) await buildPanel()
  if (program.forOperators) process.env.NODE_ENV ||= 'production'
  if (program.file) {
    const file = path.join(root, '.build', `${program.file}.mjs`)
    // As `node FILE [arguments]` sets it: cluster workers are started with this file too.
    process.argv.splice(1, Infinity, file, ...args)
    await import(pathToFileURL(file).href)
  }
}
