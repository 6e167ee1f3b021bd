/**
 * Bundles Payload's packages, and what they alone import, into `.build/node_modules`. There Node finds
 * them before those of `node_modules`, for all programs in `.build`. Node looks up, opens and compiles
 * each file of a package by itself, and Payload's 2,000 files took half of a start
 * (docs/decisions/0009-compiled-at-start.md).
 */
import { build } from 'esbuild'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { compileOptions, writeOutput } from './compile.mjs'

const outdir = '.build/node_modules'

/**
 * What our code imports of each package: of Payload's, and of those that Payload's import in great number. When an import is
 * missing here, no program starts.
 */
const packages = {
  '@aws-sdk/client-s3': ['.'],
  '@aws-sdk/s3-request-presigner': ['.'],
  payload: ['.', './internal', './node'],
  '@payloadcms/db-postgres': ['.', './drizzle', './drizzle/node-postgres', './drizzle/pg-core'],
  '@payloadcms/drizzle': ['.'],
  '@payloadcms/email-nodemailer': ['.'],
  '@payloadcms/graphql': ['.'],
  '@payloadcms/next': ['./routes'],
  '@payloadcms/plugin-cloud-storage': ['.'],
  '@payloadcms/richtext-lexical': ['.', './react'],
  '@payloadcms/storage-s3': ['.'],
}

const fileOf = (part) => (part === '.' ? 'index' : path.posix.normalize(part))

const entryPoints = Object.fromEntries(
  Object.entries(packages).flatMap(([name, parts]) =>
    parts.map((part) => [`${name}/${fileOf(part)}`, path.posix.join(name, part)]),
  ),
)

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'))

/** Amazon's packages as ES modules: a bundle of their CommonJS form would have no named exports. */
const asModules = Object.fromEntries(
  Object.keys(packages)
    .filter((name) => name.startsWith('@aws-sdk/'))
    .map((name) => [name, `./node_modules/${name}/dist-es/index.js`]),
)

/** What our code imports too stays outside, or there would be two of each. */
async function packagesOutside() {
  const { dependencies } = await readJson('package.json')
  const ours = Object.keys(dependencies).filter(
    (name) => !/^(@payloadcms\/|payload$)/.test(name) && !(name in packages),
  )
  return [...ours, 'drizzle-kit', 'pg-native', 'prettier']
}

/** CommonJS packages in the bundle use what ES modules do not have. */
const forCommonJs = `
import { createRequire as $createRequire } from 'node:module'
const require = $createRequire(import.meta.url)
const __dirname = import.meta.dirname`

async function writePackageJson([name, parts]) {
  const { version } = await readJson(`node_modules/${name}/package.json`)
  const exports = Object.fromEntries(parts.map((part) => [part, `./${fileOf(part)}.mjs`]))
  const contents = Buffer.from(JSON.stringify({ name, version, exports }))
  await writeOutput({ contents, path: `${outdir}/${name}/package.json` })
}

export async function bundlePayload() {
  await build({
    ...compileOptions,
    entryPoints,
    outdir,
    chunkNames: 'payload/chunks/[name]-[hash]',
    packages: 'bundle',
    external: await packagesOutside(),
    alias: asModules,
    conditions: ['production'],
    banner: { js: forCommonJs },
    sourcesContent: false,
  })
  await Promise.all(Object.entries(packages).map(writePackageJson))
}
