import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

import prettier from 'prettier'

/**
 * Draws the imports of docs/architecture.md from the output of dependency-cruiser. Without an option it
 * ends with code 1 when the pictures there are out of date; with `--write` it replaces them.
 */
const document = 'docs/architecture.md'
const roots = ['src', 'hooks', 'endpoints', 'collections', 'payload.config.ts']

/** The nodes of the first picture, by rows: a row imports only the rows below it. */
const rows = [
  { runtime: /^src\/(runtime\/(?!env\/)|app\/)/ },
  { 'payload.config.ts': /^payload\.config\.ts$/ },
  { collections: /^collections\// },
  { panel: /^src\/panel\/(?!elements\/|brand\/|timeZone\/|formatInZone\.ts$)/ },
  {
    composition: /^src\/composition\//,
    endpoints: /^endpoints\//,
    hooks: /^hooks\//,
    payloadPatches: /^src\/payloadPatches\//,
  },
  { features: /^src\/features\// },
  { http: /^src\/http\// },
  { 'panel elements': /^src\/panel\// },
  {
    cache: /^src\/cache\//,
    database: /^src\/database\//,
    observability: /^src\/observability\//,
    queue: /^src\/queue\//,
  },
  { 'runtime/env': /^src\/runtime\/env\// },
  { shared: /^src\/(shared\/|payload-types\.ts$)/ },
]

const layers = rows.flatMap((row, level) =>
  Object.entries(row).map(([name, path]) => ({ name, path, level })),
)
const layerOf = (file) => layers.find(({ path }) => path.test(file))?.name
const levelOf = (name) => layers.find((layer) => layer.name === name).level
const featureOf = (file) => /^src\/features\/([^/]+)\//.exec(file)?.[1]

/** Every import between two files, from dependency-cruiser. */
function readImports() {
  const program = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'
  const only = '^(src|hooks|endpoints|collections|payload\\.config\\.ts)'
  const options = ['--output-type', 'json', '--include-only', only]
  const output = execFileSync(process.execPath, [program, ...options, ...roots], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  return JSON.parse(output).modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  )
}

/** The pairs of different nodes that an import joins, each once. */
function edgesOf(imports, nodeOf) {
  const pairs = imports.map(({ from, to }) => [nodeOf(from), nodeOf(to)])
  const known = pairs.filter(([from, to]) => from && to && from !== to)
  return [...new Set(known.map((pair) => pair.join('\n')))]
    .toSorted()
    .map((pair) => pair.split('\n'))
}

/** Leaves out an edge that a way through the rows between already shows. */
function reduced(edges) {
  const next = new Map()
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to])
  const reaches = (from, to) =>
    (next.get(from) ?? []).some(
      (node) =>
        levelOf(node) > levelOf(from) &&
        (node === to || (levelOf(node) < levelOf(to) && reaches(node, to))),
    )
  const isShownBy = ([from, to]) =>
    next
      .get(from)
      .some(
        (node) => levelOf(node) > levelOf(from) && levelOf(node) < levelOf(to) && reaches(node, to),
      )
  return edges.filter((edge) => !isShownBy(edge))
}

function draw(direction, edges) {
  const ids = new Map()
  const node = (name) => {
    const isNew = !ids.has(name)
    if (isNew) ids.set(name, `n${ids.size}`)
    return isNew ? `${ids.get(name)}["${name}"]` : ids.get(name)
  }
  const lines = edges.map(([from, to]) => `  ${node(from)} --> ${node(to)}`)
  return ['```mermaid', `flowchart ${direction}`, ...lines, '```'].join('\n')
}

function replaceBetween(text, name, content) {
  const [start, end] = [`<!-- ${name}: npm run docs:imports -->`, `<!-- end of ${name} -->`]
  const [before, after] = [text.indexOf(start), text.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`${document} has no markers for ${name}`)
  return `${text.slice(0, before)}${start}\n\n${content}\n\n${text.slice(after)}`
}

const imports = readImports()
const text = readFileSync(document, 'utf8')
const options = { ...(await prettier.resolveConfig(document)), filepath: document }
const drawn = [
  ['imports between layers', draw('TD', reduced(edgesOf(imports, layerOf)))],
  ['imports between features', draw('LR', edgesOf(imports, featureOf))],
].reduce((result, [name, picture]) => replaceBetween(result, name, picture), text)
const formatted = await prettier.format(drawn, options)

if (process.argv.includes('--write')) writeFileSync(document, formatted)
else if (formatted !== text) {
  console.error(`The pictures in ${document} are out of date. Run: npm run docs:imports`)
  process.exitCode = 1
}
