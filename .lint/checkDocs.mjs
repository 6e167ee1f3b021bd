import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { findWords } from './words.mjs'

/**
 * Checks all documents: no word of `words.mjs` in their prose, and every file that they name or link to
 * exists. Ends with code 1 when it finds a fault.
 */
const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'tests', 'bench', 'ops'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
]

/** Code is not prose: it quotes names and bytes. Blanked, so that the lines keep their numbers. */
const blank = (code) => code.replaceAll(/[^\n]/g, ' ')
const withoutBlocks = (markdown) => markdown.replaceAll(/^```[^]*?^```$/gm, blank)
const proseOf = (markdown) => withoutBlocks(markdown).replaceAll(/`[^`\n]*`|\]\([^)]*\)/g, blank)

const sourcePath = /`((?:src|hooks|endpoints|collections|tests|bench|ops|docs)\/[\w./()[\]-]+)`/g
const link = /\]\((?!\w+:)([^)#]+)/g

function missingFiles(document, markdown) {
  const named = [...markdown.matchAll(sourcePath)].map((match) => [match.index, match[1], '.'])
  const linked = [...markdown.matchAll(link)].map((match) => [
    match.index,
    match[1],
    path.dirname(document),
  ])
  return [...named, ...linked]
    .filter(([, name, folder]) => !existsSync(path.join(folder, name)))
    .map(([index, name]) => ({ index, message: `There is no file ${name}.` }))
}

for (const document of documents) {
  const markdown = readFileSync(document, 'utf8')
  const faults = [
    ...findWords(proseOf(markdown), 'prose'),
    ...missingFiles(document, withoutBlocks(markdown)),
  ]
  for (const { index, message } of faults) {
    const line = markdown.slice(0, index).split('\n').length
    console.error(`${document}:${line}  ${message}`)
    process.exitCode = 1
  }
}
