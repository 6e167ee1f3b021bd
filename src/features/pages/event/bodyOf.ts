import type { Connection } from '../../../database/connection.ts'
import { picturesIn, type RichTextNode } from '../../events/public.ts'
import { publicPictures } from '../../media/public.ts'
import { eventPath } from '../paths.ts'
import { titlesOf } from '../queries.ts'
import type { References } from './RichText.tsx'

interface Body extends References {
  nodes: RichTextNode[]
}

const childrenOf = (body: unknown): RichTextNode[] =>
  (body as { root?: RichTextNode } | null)?.root?.children ?? []

/** Whether a node shows anything. An editor that was opened and left has an empty paragraph. */
const showsSomething = ({ children = [], text, type }: RichTextNode): boolean =>
  type === 'upload' || Boolean(text) || children.some(showsSomething)

interface InternalLink {
  doc?: { relationTo: string; value: number } | null
}

/** The ids of the events to which a text links. */
function eventsIn(nodes: RichTextNode[]): number[] {
  return nodes.flatMap(({ children = [], fields }) => {
    const doc = (fields as InternalLink | undefined)?.doc
    return [...(doc?.relationTo === 'events' ? [doc.value] : []), ...eventsIn(children)]
  })
}

/** The rich text of an event with all it refers to; undefined when it shows nothing. */
export async function bodyOf(connection: Connection, body: unknown): Promise<Body | undefined> {
  const nodes = childrenOf(body)
  if (!nodes.some(showsSomething)) return undefined
  const [pictures, titles] = await Promise.all([
    publicPictures(connection, picturesIn(body)),
    titlesOf(connection, eventsIn(nodes)),
  ])
  const events = new Map([...titles].map(([id, title]) => [id, eventPath({ id, title })]))
  return { nodes, pictures, events }
}
