import type { Event } from '../../payload-types.ts'

type RichText = NonNullable<Event['body']>
type Block = RichText['root']['children'][number]

const element = { version: 1, format: '', indent: 0, direction: 'ltr' } as const

const textNode = (text: string): Block => ({
  type: 'text',
  version: 1,
  text,
  format: 0,
  mode: 'normal',
  style: '',
  detail: 0,
})

export const heading = (text: string): Block => ({
  ...element,
  type: 'heading',
  tag: 'h2',
  children: [textNode(text)],
})

export const paragraph = (text: string): Block => ({
  ...element,
  type: 'paragraph',
  textFormat: 0,
  textStyle: '',
  children: [textNode(text)],
})

export const bullets = (...items: string[]): Block => ({
  ...element,
  type: 'list',
  listType: 'bullet',
  tag: 'ul',
  start: 1,
  children: items.map((item, index) => ({
    ...element,
    type: 'listitem',
    value: index + 1,
    children: [textNode(item)],
  })),
})

/** A document as the panel's editor (Lexical) stores it. */
export const richText = (...children: Block[]): RichText => ({
  root: { ...element, type: 'root', children },
})
