import { type FieldNode, valueFromASTUntyped } from 'graphql'

/** The values of the variables, with the defaults of the operation. */
export type Variables = Readonly<Record<string, unknown>>

/** What a filter costs: its groups and conditions, the values that it compares with, their characters. */
const costs = { object: 0.5, value: 0.1, character: 0.01 }

/** The value of an argument; undefined without it. */
export function argumentOf(node: FieldNode, name: string, variables: Variables): unknown {
  const argument = node.arguments?.find((each) => each.name.value === name)
  return argument && valueFromASTUntyped(argument.value, variables)
}

/** The cost of the filter of a field; 0 without one. */
export function costOfFilter(node: FieldNode, variables: Variables): number {
  const waiting: unknown[] = [argumentOf(node, 'where', variables)]
  if (waiting[0] === undefined) return 0
  let cost = 0
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'object' && next !== null) {
      cost += costs.object
      // One by one: as the arguments of one `push`, a long list would overflow the stack.
      for (const inner of Object.values(next)) waiting.push(inner)
    } else {
      cost += costs.value + (typeof next === 'string' ? next.length * costs.character : 0)
    }
  }
  return cost
}
