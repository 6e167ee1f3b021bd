/** The deepest that a rich text may be nested: a list in a list in a list, and some more. */
const deepest = 30

/** The most nodes that a rich text may have. */
const mostNodes = 20_000

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether a value is built as the rich text editor builds its documents: nodes with a type, whose
 * children, if they have any, are nodes. The editor's own code takes that for granted.
 */
export function isRichText(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.root)) return false
  let nodes = 0
  const isNode = (node: unknown, depth: number): boolean => {
    nodes += 1
    if (!isObject(node) || typeof node.type !== 'string') return false
    if (depth > deepest || nodes > mostNodes) return false
    if (node.fields !== undefined && !isObject(node.fields)) return false
    if (node.children === undefined) return true
    return Array.isArray(node.children) && node.children.every((child) => isNode(child, depth + 1))
  }
  return value.root.type === 'root' && Array.isArray(value.root.children) && isNode(value.root, 0)
}
