import { brand } from '../../../shared/brand.ts'
import type { Block, Content, Fact } from './content/content.ts'
import type { Translate } from './messages/translate.ts'

const labelOf = (label: string, translate: Translate) =>
  translate('labelled', { label, value: '' }).trimEnd()

/** The first line of a fact follows its label. The other lines follow below, indented. */
const factLines = ({ label, lines: [value = '', ...more] }: Fact, translate: Translate) => [
  translate('labelled', { label, value }),
  ...more.map((line) => `  ${line}`),
]

function linesOf(block: Block, translate: Translate): string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
    case 'heading':
      return [block.text]
    case 'quote':
      return [
        labelOf(block.label, translate),
        ...block.text.split('\n').map((line) => `> ${line}`.trimEnd()),
      ]
    case 'facts':
      return block.facts.flatMap((fact) => factLines(fact, translate))
    case 'change':
      return [
        block.label,
        `  ${translate('labelled', { label: translate('before'), value: block.before })}`,
        `  ${translate('labelled', { label: translate('now'), value: block.now })}`,
      ]
    case 'button':
      return [labelOf(block.label, translate), block.href]
    case 'links':
      return [
        labelOf(block.label, translate),
        ...block.links.flatMap(({ href, text }) => [`  ${labelOf(text, translate)}`, href]),
      ]
    case 'fill':
      return [block.title, ...block.lines.map((line) => `  ${line}`)]
  }
}

/**
 * The plain-text part of an email. Each link has a line of its own, because mail programs take text
 * after a link for a part of it. The signature separator (RFC 3676, 4.3) precedes the footer.
 */
export function plainText(content: Content, translate: Translate): string {
  const { title, status, greeting, blocks, footer, unsubscribe } = content
  const parts = [
    status ? [title, status.text] : [title],
    [greeting],
    ...blocks.map((block) => linesOf(block, translate)),
    [
      '-- ',
      brand,
      footer,
      ...(unsubscribe ? [labelOf(unsubscribe.label, translate), unsubscribe.href] : []),
    ],
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
