/**
 * What the programs need before the first TypeScript file can run: the right version of Node, the
 * settings of `.env`, the installed packages, the built panel. So this is plain JavaScript that imports
 * no package.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

const oldestNode = [20, 19]

/** The sources of the panel. A change in any other file needs no new build. */
const panelSources = [
  'package-lock.json',
  'next.config.mjs',
  'payload.config.ts',
  'collections',
  'endpoints',
  'hooks',
  'src/app',
  'src/cache',
  'src/composition',
  'src/database',
  'src/features',
  'src/http',
  'src/instrumentation.ts',
  'src/observability',
  'src/panel',
  'src/payloadPatches',
  'src/queue',
  'src/runtime/env',
  'src/shared',
]

let asJson = false

/** From now on each line is JSON, if the log of the program will be (src/observability/logFormat.ts). */
export function printAsTheLog() {
  const { LOG_FORMAT, NODE_ENV } = process.env
  const isProduction = (NODE_ENV || 'production') === 'production'
  asJson = LOG_FORMAT ? LOG_FORMAT === 'json' : isProduction && !process.stdout.isTTY
}

const levels = { info: 30, error: 50 }

function print(msg, level = 'info') {
  const line = { level: levels[level], time: new Date().getTime(), pid: process.pid, msg }
  console[level](asJson ? JSON.stringify(line) : msg)
}

/** Ends the process with one sentence for the operator. */
export const fail = (sentence) => {
  print(`✗ ${sentence}`, 'error')
  process.exit(1)
}

async function step(name, work) {
  print(`… ${name}`)
  const began = performance.now()
  await work()
  print(`✓ ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

/** Bytes of output that a program may write as lines of JSON. */
const maxBuffer = 64 * 1024 * 1024

function run(command, args, env = {}) {
  const output = asJson ? 'pipe' : 'inherit'
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', output, output],
    encoding: 'utf8',
    maxBuffer,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n')
  for (const line of lines) if (line.trim()) print(stripVTControlCharacters(line.trimEnd()))
  if (error || status !== 0) fail(`"${command} ${args.join(' ')}" failed. Its output is above.`)
}

const filesBelow = (place) => {
  const absolute = path.join(root, place)
  if (!existsSync(absolute)) return []
  const entries = readdirSync(absolute, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

function fingerprint(places) {
  const hash = createHash('sha256')
  for (const place of places) {
    const files = path.extname(place) ? [path.join(root, place)] : filesBelow(place).sort()
    for (const file of files) hash.update(path.relative(root, file)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Does `work`, unless the file `stamp` says that it was done for the same content of the sources. */
async function unlessDone(stamp, sources, name, work) {
  const file = path.join(root, stamp)
  const wanted = fingerprint(sources)
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) return
  await step(name, work)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, wanted)
}

/**
 * Reads `.env` into the environment. Variables that are set already win. Next reads `.env` too, but
 * only when it starts: the panel would then have settings that the server around it does not have.
 */
export function readEnvFile() {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestNode
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`)
  }
}

/** Installs the dev dependencies too, even with NODE_ENV=production: they include the panel's compiler. */
export const installPackages = () =>
  unlessDone('node_modules/.installed', ['package-lock.json'], 'Packages (npm ci)', () =>
    run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']),
  )

/** @param bundle does it; it imports a package, so this module cannot import it */
export const bundlePackages = (bundle) =>
  unlessDone(
    '.build/node_modules/.bundled',
    ['package-lock.json', 'src/runtime/start/bundlePayload.mjs', 'src/runtime/start/compile.mjs'],
    'Payload (esbuild)',
    bundle,
  )

export const buildPanel = () =>
  unlessDone('.next/.built', panelSources, 'Panel (next build)', () =>
    run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    }),
  )
