import { readdirSync, readFileSync } from 'node:fs'

import { findWords } from './words.mjs'

/**
 * Looks for the words of `words.mjs` in the prose of all documents. Code blocks and inline code are
 * skipped: they quote names and bytes. Ends with code 1 when it finds any.
 */
const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'tests', 'bench', 'ops'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
]

const blank = (code) => code.replaceAll(/[^\n]/g, ' ')
const proseOf = (markdown) =>
  markdown.replaceAll(/^```[^]*?^```$/gm, blank).replaceAll(/`[^`\n]*`|\]\([^)]*\)/g, blank)

for (const document of documents) {
  const prose = proseOf(readFileSync(document, 'utf8'))
  for (const { index, message } of findWords(prose, 'prose')) {
    const line = prose.slice(0, index).split('\n').length
    console.error(`${document}:${line}  ${message}`)
    process.exitCode = 1
  }
}
