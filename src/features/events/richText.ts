import { z } from 'zod'

import { multiLineText } from '../../shared/typedText.ts'

/** The deepest that a rich text may be nested: a list in a list in a list, and some more. */
const deepest = 30

/** The most nodes that a rich text may have. */
const mostNodes = 20_000

const followed = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Whether a link leads somewhere, instead of running what is written in it. */
function isFollowed(url: string): boolean {
  // As browsers read it: they drop tabs and line breaks, also within the name of a scheme.
  const base = 'https://here.invalid'
  return URL.canParse(url, base) && followed.has(new URL(url, base).protocol)
}

const url = z.string().max(2048).refine(isFollowed, {
  error: 'A link may begin with https://, http://, mailto: or tel: alone.',
})
const name = (length = 50) => z.string().max(length)
const documentId = z.union([z.int(), z.string().regex(/^\d{1,10}$/)])
/** A document, as it is stored or as the panel holds it once it has loaded it. */
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
/** Styles of their own could lay a text over the page that shows it. */
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

/** What each kind of node may hold: all else is dropped. */
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

/** A text that is none of the editor's; the message is for the person who sent it. */
export class RichTextError extends Error {
  override readonly name = 'RichTextError'
}

const foreign = () => new RichTextError('This is not a document of the rich text editor.')

function cleanNode(given: unknown, depth: number, budget: { nodes: number }): RichTextNode {
  budget.nodes -= 1
  if (depth > deepest || budget.nodes < 0) throw foreign()
  const type = (given as { type?: unknown } | null)?.type
  if (typeof type !== 'string' || !Object.hasOwn(kinds, type)) throw foreign()
  const { data, error } = kinds[type as keyof typeof kinds].safeParse(given)
  if (error) {
    const unfollowed = error.issues.find(({ path }) => path.at(-1) === 'url')
    throw unfollowed ? new RichTextError(unfollowed.message) : foreign()
  }
  const { children, ...facts } = data as { type: string; children?: unknown[] }
  if (!children) return facts
  return { ...facts, children: children.map((child) => cleanNode(child, depth + 1, budget)) }
}

/**
 * A rich text with nothing in it but what the panel's editor makes: the nodes it knows, and of each
 * what it knows of it. No node runs anything, loads anything from elsewhere, or styles itself.
 *
 * @throws {RichTextError} for any other value, and for a link that leads nowhere but to a program
 */
export function cleanRichText(value: unknown): { root: RichTextNode } {
  const root = (value as { root?: { type?: unknown } | null } | null)?.root
  if (root?.type !== 'root') throw foreign()
  return { root: cleanNode(root, 0, { nodes: mostNodes }) }
}
