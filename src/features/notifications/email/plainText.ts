import { type Block, brand, type Content, type Fact } from './content/content.ts'
import type { Say } from './messages/sayIn.ts'

const labelOf = (label: string, say: Say) => say('labelled', { label, value: '' }).trimEnd()

/** A fact on a line, and what it has to say beyond that on lines of its own below. */
const factLines = ({ label, lines: [value = '', ...more] }: Fact, say: Say) => [
  say('labelled', { label, value }),
  ...more.map((line) => `  ${line}`),
]

function linesOf(block: Block, say: Say): string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
    case 'heading':
      return [block.text]
    case 'quote':
      return [
        labelOf(block.label, say),
        ...block.text.split('\n').map((line) => `> ${line}`.trimEnd()),
      ]
    case 'facts':
      return block.facts.flatMap((fact) => factLines(fact, say))
    case 'change':
      return [
        block.label,
        `  ${say('labelled', { label: say('before'), value: block.before })}`,
        `  ${say('labelled', { label: say('now'), value: block.now })}`,
      ]
    case 'button':
      return [labelOf(block.label, say), block.href]
    case 'fill':
      return [block.title, ...block.lines.map((line) => `  ${line}`)]
  }
}

/**
 * The email without markup. Links stand on lines of their own: whatever follows one, a mail program
 * may take for a part of it. Above the footer stands the mark of a signature (RFC 3676, 4.3).
 */
export function plainText(content: Content, say: Say): string {
  const { title, status, greeting, blocks, footer, unsubscribe } = content
  const parts = [
    status ? [title, status.text] : [title],
    [greeting],
    ...blocks.map((block) => linesOf(block, say)),
    [
      '-- ',
      brand,
      footer,
      ...(unsubscribe ? [labelOf(unsubscribe.label, say), unsubscribe.href] : []),
    ],
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
