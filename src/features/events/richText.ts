import { z } from 'zod'

import { isLongerThan } from '../../shared/characters.ts'
import { multiLineText } from '../../shared/typedText.ts'

/** The maximum nesting of a rich text, enough for lists in lists in lists. */
const maxDepth = 30

/** The maximum number of nodes in a rich text. */
const maxNodes = 20_000

const allowedSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Whether a link opens a page or an app, and does not run a script. */
function isSafeLink(url: string): boolean {
  // Parsed as browsers do: they remove tabs and line breaks, also within the scheme.
  const base = 'https://here.invalid'
  return URL.canParse(url, base) && allowedSchemes.has(new URL(url, base).protocol)
}

const upTo = (maximum: number) => z.string().refine((text) => !isLongerThan(text, maximum))
const url = upTo(2048).refine(isSafeLink, {
  error: 'A link may begin with https://, http://, mailto: or tel: alone.',
})
const name = () => upTo(50)
const documentId = z.union([z.int(), z.string().regex(/^\d{1,10}$/)])
/** A reference to a document: its id, or the whole document as the panel sends it. */
const document = z.union([documentId, z.object({ id: documentId }).transform(({ id }) => id)])
const relation = z.object({
  relationTo: z.enum(['events', 'media', 'users', 'registrations']),
  value: document,
})

const node = { type: name(), version: z.number().optional() }
const format = z.enum(['left', 'start', 'center', 'right', 'end', 'justify', ''])
const element = {
  ...node,
  children: z.array(z.unknown()),
  direction: z.enum(['ltr', 'rtl']).nullish(),
  format: z.union([format, z.number()]).optional(),
  indent: z.int().min(0).max(30).optional(),
  textFormat: z.int().optional(),
}
/** Styles are removed, because a styled text could cover the page that shows it. */
const unstyled = z
  .unknown()
  .transform(() => '')
  .optional()
const link = z.object({
  url: url.nullish(),
  linkType: z.enum(['custom', 'internal']).optional(),
  newTab: z.boolean().nullish(),
  doc: relation.nullish(),
})

/** The properties of each kind of node; all others are removed. */
const kinds = {
  root: z.object(element),
  paragraph: z.object({ ...element, textStyle: unstyled }),
  heading: z.object({ ...element, tag: z.enum(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']) }),
  quote: z.object(element),
  list: z.object({
    ...element,
    listType: z.enum(['bullet', 'number', 'check']),
    tag: z.enum(['ul', 'ol']).optional(),
    start: z.int().optional(),
  }),
  listitem: z.object({
    ...element,
    value: z.int().optional(),
    checked: z.boolean().optional(),
  }),
  link: z.object({ ...element, id: name().optional(), fields: link }),
  autolink: z.object({ ...element, id: name().optional(), fields: link }),
  text: z.object({
    ...node,
    text: z.string().transform(multiLineText),
    format: z.int().optional(),
    mode: z.enum(['normal', 'token', 'segmented']).optional(),
    detail: z.int().optional(),
    style: unstyled,
  }),
  linebreak: z.object(node),
  tab: z.object({ ...node, text: z.literal('\t').optional(), format: z.int().optional() }),
  horizontalrule: z.object(node),
  relationship: z.object({ ...node, format: format.optional(), ...relation.shape }),
  upload: z.object({
    ...node,
    id: name().optional(),
    format: format.optional(),
    relationTo: z.literal('media'),
    value: document,
  }),
}

export interface RichTextNode {
  type: string
  children?: RichTextNode[]
  [property: string]: unknown
}

/** A rich text that the editor cannot produce. The message is for the person who sent it. */
export class RichTextError extends Error {
  override readonly name = 'RichTextError'
}

const notOfEditor = () => new RichTextError('This is not a document of the rich text editor.')

function cleanNode(given: unknown, depth: number, budget: { nodes: number }): RichTextNode {
  budget.nodes -= 1
  if (depth > maxDepth || budget.nodes < 0) throw notOfEditor()
  const type = (given as { type?: unknown } | null)?.type
  if (typeof type !== 'string' || !Object.hasOwn(kinds, type)) throw notOfEditor()
  const { data, error } = kinds[type as keyof typeof kinds].safeParse(given)
  if (error) {
    const unsafeLink = error.issues.find(({ path }) => path.at(-1) === 'url')
    throw unsafeLink ? new RichTextError(unsafeLink.message) : notOfEditor()
  }
  const { children, ...properties } = data as { type: string; children?: unknown[] }
  if (!children) return properties
  return { ...properties, children: children.map((child) => cleanNode(child, depth + 1, budget)) }
}

/**
 * Keeps only the nodes and properties of a rich text that the panel's editor produces. No node can run a
 * script, load anything from another site, or style itself.
 *
 * @throws {RichTextError} for a node that the editor does not have, and for a link that runs a script
 */
export function cleanRichText(value: unknown): { root: RichTextNode } {
  const root = (value as { root?: { type?: unknown } | null } | null)?.root
  if (root?.type !== 'root') throw notOfEditor()
  return { root: cleanNode(root, 0, { nodes: maxNodes }) }
}

/** The ids of the pictures in a stored rich text. */
export function picturesIn(body: unknown): number[] {
  const root = (body as { root?: RichTextNode } | null | undefined)?.root
  const idsOf = ({ type, value, children = [] }: RichTextNode): number[] => [
    ...(type === 'upload' ? [Number(value)] : []),
    ...children.flatMap(idsOf),
  ]
  return root ? idsOf(root) : []
}
