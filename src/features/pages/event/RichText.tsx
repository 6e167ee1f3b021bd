import {
  BlockquoteJSXConverter,
  convertLexicalNodesToJSX,
  HorizontalRuleJSXConverter,
  LinebreakJSXConverter,
  ParagraphJSXConverter,
} from '@payloadcms/richtext-lexical/react'
import type { ReactNode } from 'react'

import type { RichTextNode } from '../../events/public.ts'
import type { Cover } from '../../media/public.ts'
import { Picture } from '../picture/Picture.tsx'

/** What a text refers to, as far as everybody may see it. */
export interface References {
  pictures: Map<number, Cover>
  /** The paths of events, by their id. */
  events: Map<number, string>
}

interface Node extends RichTextNode {
  children?: Node[]
  format?: number | string
  tag?: string
  text?: string
  listType?: string
  checked?: boolean
  value?: number | string
  relationTo?: string
  fields?: {
    url?: string
    linkType?: string
    newTab?: boolean
    doc?: { relationTo: string; value: number }
  }
}

interface Conversion {
  node: Node
  nodesToJSX: (given: { nodes: Node[] }) => ReactNode[]
  parent: Node
}

/** The bits of a text's format, as the editor writes them. */
const formats = [
  [1, 'strong'],
  [2, 'em'],
  [4, 's'],
  [8, 'u'],
  [16, 'code'],
  [32, 'sub'],
  [64, 'sup'],
] as const

/** The package styles lines and underlines with attributes, which the content security policy refuses. */
const text = ({ node }: Conversion): ReactNode =>
  formats.reduce<ReactNode>(
    (content, [bit, Tag]) => (Number(node.format) & bit ? <Tag>{content}</Tag> : content),
    node.text ?? '',
  )

/** The page has an `h1`, and its parts have `h2`. */
const headings = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6', h6: 'h6' } as const

const heading = ({ node, nodesToJSX }: Conversion) => {
  const Tag = headings[node.tag as keyof typeof headings]
  return <Tag>{nodesToJSX({ nodes: node.children ?? [] })}</Tag>
}

const list = ({ node, nodesToJSX }: Conversion) => {
  const Tag = node.listType === 'number' ? 'ol' : 'ul'
  return <Tag>{nodesToJSX({ nodes: node.children ?? [] })}</Tag>
}

const listitem = ({ node, nodesToJSX, parent }: Conversion) => (
  <li value={parent.listType === 'number' ? Number(node.value) : undefined}>
    {parent.listType === 'check' && <span>{node.checked ? '☑ ' : '☐ '}</span>}
    {nodesToJSX({ nodes: node.children ?? [] })}
  </li>
)

/** Links of people are not links of ours: search engines must not count them. */
const link =
  ({ events }: References) =>
  ({ node: { children = [], fields = {} }, nodesToJSX }: Conversion) => {
    const content = nodesToJSX({ nodes: children })
    const { doc, linkType, newTab, url } = fields
    const path = doc?.relationTo === 'events' ? events.get(doc.value) : undefined
    const href = linkType === 'internal' ? path : url
    if (!href) return <>{content}</>
    return (
      <a
        href={href}
        rel={path ? undefined : 'nofollow ugc noopener'}
        target={newTab ? '_blank' : undefined}
      >
        {content}
      </a>
    )
  }

const upload =
  ({ pictures }: References) =>
  ({ node }: Conversion) => {
    const picture = pictures.get(Number(node.value))
    return picture ? <Picture picture={picture} sizes="(max-width: 48rem) 100vw, 46rem" /> : null
  }

const convertersFor = (references: References) => ({
  ...ParagraphJSXConverter,
  ...LinebreakJSXConverter,
  ...BlockquoteJSXConverter,
  ...HorizontalRuleJSXConverter,
  text,
  tab: () => '\t',
  heading,
  list,
  listitem,
  link: link(references),
  autolink: link(references),
  upload: upload(references),
  // Documents that are neither pictures nor links have no place on a page.
  unknown: () => null,
})

/** A text of the panel's editor. React escapes all that people typed. */
export const RichText = ({ nodes, references }: { nodes: Node[]; references: References }) => (
  <>
    {convertLexicalNodesToJSX({
      converters: convertersFor(references) as never,
      disableIndent: true,
      disableTextAlign: true,
      nodes: nodes as never,
      parent: { type: 'root', children: nodes } as never,
    })}
  </>
)
