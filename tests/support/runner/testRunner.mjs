import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Runs a test file with Jest's own framework, but lets Node import it, compiled. Jest's own loader
 * loads Payload anew for each file, which costs 4 seconds of CPU; Node loads it once per worker.
 *
 * A test file therefore shares its modules with the files before it in the same worker. The config
 * and the environment are still its own: see `loadConfig` and `restoreProcess`.
 *
 * Jest's settings name this module as `testRunner`; the parameters are Jest's.
 */
export default async function runTestFile(
  globalConfig,
  config,
  environment,
  runtime,
  testPath,
  report,
) {
  const restoreProcess = saveProcess(environment)
  const { initialize, runAndTransformResultsToJestFormat } = freshFramework()
  try {
    await initialize({
      config,
      environment,
      globalConfig,
      localRequire: require,
      parentProcess: process,
      runtime,
      sendMessageToJest: report,
      setGlobalsForRuntime: (globals) => Object.assign(globalThis, globals, { jest: jestObject() }),
      testPath,
    })
    await import(`${compiled(config.rootDir, testPath)}?${Date.now()}`)
    const now = Date.now()
    return await runAndTransformResultsToJestFormat({
      config,
      globalConfig,
      setupAfterEnvPerfStats: { setupAfterEnvStart: now, setupAfterEnvEnd: now },
      testPath,
    })
  } finally {
    restoreProcess()
  }
}

const require = createRequire(import.meta.url)
const fromJest = createRequire(require.resolve('jest'))
const fromRunner = createRequire(
  createRequire(fromJest.resolve('@jest/core')).resolve('jest-runner'),
)
const { ModuleMocker } = createRequire(require.resolve('jest-circus/runner'))('jest-mock')
const mocker = new ModuleMocker(globalThis)

/**
 * Maps the stacks of all files of a worker. Jest's own reads the source maps anew for each file and
 * keeps them: 40 MB a file.
 */
const stacks = new (fromRunner('@jest/source-map').SourceMapSupport)()

const testContext = new AsyncLocalStorage()

/**
 * Jest's framework keeps the tests of one file in its module, so each file evaluates it anew. All of
 * them get the same AsyncLocalStorage: Node never gives one up, and each makes every promise slower.
 */
function freshFramework() {
  const file = path.join(path.dirname(require.resolve('jest-circus/runner')), 'jestAdapterInit.js')
  delete require.cache[file]
  const hooks = require('node:async_hooks')
  hooks.AsyncLocalStorage = function SharedStorage() {
    return testContext
  }
  try {
    return require(file)
  } finally {
    hooks.AsyncLocalStorage = AsyncLocalStorage
  }
}

/** Where `compileTests` puts a test file. */
function compiled(rootDir, testPath) {
  const name = path.relative(rootDir, testPath).replace(/\.ts$/, '.mjs')
  return pathToFileURL(path.join(rootDir, '.build', name)).href
}

const timeout = Symbol.for('TEST_TIMEOUT_SYMBOL')

/** The part of Jest's `jest` object that the tests use. */
const jestObject = () => ({
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
  setTimeout: (milliseconds) => void (globalThis[timeout] = milliseconds),
})

/** What a test file may change in its process; the next file finds it as it was. */
function saveProcess(environment) {
  const { console } = globalThis
  const env = { ...process.env }
  // Jest has put the console there whose lines it prints with the file's results.
  globalThis.console = environment.global.console
  stacks.install()
  // Jest raises it to 100, which makes every error of the platform slower.
  Error.stackTraceLimit = 20
  return () => {
    mocker.restoreAllMocks()
    delete globalThis[timeout]
    globalThis.console = console
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
    Object.assign(process.env, env)
  }
}
