import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'

import { argumentOf, costOfFilter, type Variables } from './filterCost.ts'
import { introspectionCost, isIntrospection, metaField } from './introspectionCost.ts'

/** The limits of a query, with all its fragments spread. The largest one of the tests has half of them. */
const limits = {
  /** Levels of fields. */
  depth: 10,
  aliases: 30,
  directives: 20,
  /** Times that the query asks for the same field of the same document: validation compares each with each. */
  repeats: 40,
  cost: 1000,
  introspection: 6_000_000,
}

/** The cost of a field. Payload gives a field that leads to another document a cost of 10. */
const costs = {
  field: 1,
  /** A field of `Query` or `Mutation`: it reads a document. */
  document: 10,
  /** The same for a list or a count. */
  list: 50,
  /** A list in each document of a list, for each of these documents. */
  innerList: 5,
}

/** The documents of a list without a `limit`, and the most that one can have. */
const documents = { byDefault: 10, most: 1000 }

interface Weight {
  depth: number
  aliases: number
  directives: number
  cost: number
  /** The part of the cost that counts again for each document of the list around it. */
  costPerDocument: number
  introspection: number
  /** How often each name stands at the top level, counted by the most repeated field below it. */
  names: Map<string, number>
}

type Type = GraphQLCompositeType | undefined

const nothing = (): Weight => ({
  depth: 0,
  aliases: 0,
  directives: 0,
  cost: 0,
  costPerDocument: 0,
  introspection: 0,
  names: new Map(),
})

function add(sum: Weight, more: Weight): void {
  sum.depth = Math.max(sum.depth, more.depth)
  sum.aliases += more.aliases
  sum.directives += more.directives
  sum.cost += more.cost
  sum.costPerDocument += more.costPerDocument
  sum.introspection += more.introspection
  for (const [name, count] of more.names) sum.names.set(name, (sum.names.get(name) ?? 0) + count)
}

/** @throws {GraphQLError} for the first limit that a part of the query exceeds */
function checkLimits(weight: Weight): void {
  const refuse = (what: string) => {
    throw new GraphQLError(`The query exceeds the ${what}.`)
  }
  if (weight.depth > limits.depth) refuse(`depth limit of ${limits.depth}`)
  if (weight.aliases > limits.aliases) {
    throw new GraphQLError(`Aliases limit of ${limits.aliases} exceeded.`)
  }
  if (weight.directives > limits.directives) {
    throw new GraphQLError(`Directives limit of ${limits.directives} exceeded.`)
  }
  if (weight.introspection > limits.introspection) refuse('complexity limit of introspection')
  if (weight.cost + weight.costPerDocument > limits.cost) {
    refuse(`maximum complexity of ${limits.cost}`)
  }
}

/** @throws {GraphQLError} for a name that stands too often */
function checkRepeats({ names }: Weight): void {
  for (const [name, count] of names) {
    if (count <= limits.repeats) continue
    throw new GraphQLError(
      `The query asks for "${name}" more than ${limits.repeats} times at once.`,
    )
  }
}

/** The values of the variables, as an operation gets them. */
const withDefaults = (
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables => ({
  ...Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  ),
  ...variables,
})

/** Weighs an operation. */
class QueryMeter {
  private readonly weights = new Map<string, Weight | 'unfinished'>()

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
  ) {}

  /** @throws {GraphQLError} */
  check({ operation, selectionSet, directives = [] }: OperationDefinitionNode): void {
    const weight = this.selectionSet(selectionSet, this.schema.getRootType(operation) ?? undefined)
    weight.directives += directives.length
    checkLimits(weight)
    checkRepeats(weight)
  }

  /** Judges all fragments, because validation reads those too that are not spread. */
  checkFragments(): void {
    for (const name of this.fragments.keys()) checkRepeats(this.fragment(name))
  }

  private selectionSet({ selections }: SelectionSetNode, type: Type): Weight {
    const sum = nothing()
    for (const selection of selections) {
      add(sum, this.selection(selection, type))
      sum.directives += selection.directives?.length ?? 0
      checkLimits(sum)
    }
    return sum
  }

  private selection(node: SelectionNode, type: Type): Weight {
    if (node.kind === Kind.FIELD) return this.field(node, type)
    if (node.kind === Kind.FRAGMENT_SPREAD) return this.fragment(node.name.value)
    return this.selectionSet(node.selectionSet, this.typeOf(node.typeCondition?.name.value) ?? type)
  }

  /** The weight of a fragment is found once, however often it is spread. */
  private fragment(name: string): Weight {
    const known = this.weights.get(name)
    if (known === 'unfinished') {
      throw new GraphQLError(`Cannot spread fragment "${name}" within itself.`)
    }
    if (known) return known
    const definition = this.fragments.get(name)
    if (!definition) return nothing()
    this.weights.set(name, 'unfinished')
    const type = this.typeOf(definition.typeCondition.name.value)
    const weight = this.selectionSet(definition.selectionSet, type)
    weight.directives += definition.directives?.length ?? 0
    this.weights.set(name, weight)
    return weight
  }

  private typeOf(name: string | undefined): Type {
    const type = name === undefined ? undefined : this.schema.getType(name)
    return isCompositeType(type) ? type : undefined
  }

  private field(node: FieldNode, parent: Type): Weight {
    const name = node.name.value
    const definition =
      metaField(name) ?? (parent && 'getFields' in parent ? parent.getFields()[name] : undefined)
    const named = definition && getNamedType(definition.type)
    const inner = node.selectionSet
      ? this.selectionSet(node.selectionSet, isCompositeType(named) ? named : undefined)
      : nothing()
    checkRepeats(inner)
    const outer = isIntrospection(name, parent)
      ? { ...nothing(), introspection: introspectionCost(definition, inner.introspection) }
      : { ...this.costOf(node, definition, parent, inner), depth: inner.depth + 1 }
    outer.aliases = inner.aliases + (node.alias ? 1 : 0)
    outer.directives = inner.directives
    outer.names = new Map([[node.alias?.value ?? name, Math.max(1, ...inner.names.values())]])
    return outer
  }

  private costOf(
    node: FieldNode,
    definition: GraphQLField<unknown, unknown> | undefined,
    parent: Type,
    { cost, costPerDocument, introspection }: Weight,
  ): Weight {
    const own = Number(definition?.extensions.complexity ?? costs.field)
    const filter = costOfFilter(node, this.variables)
    const isList =
      definition?.args.some(({ name }) => name === 'where' || name === 'limit') === true
    const isRoot = parent !== undefined && this.isRoot(parent)
    const weight = { ...nothing(), introspection }
    if (!isList && !isRoot) return { ...weight, cost: cost + own + filter, costPerDocument }
    const ofDocuments = costPerDocument * (isList ? this.limitOf(node) : 1)
    if (!isRoot) {
      return { ...weight, cost, costPerDocument: costs.innerList + filter + ofDocuments }
    }
    const base = isList ? costs.list : costs.document
    return { ...weight, cost: cost + base + filter + ofDocuments }
  }

  private isRoot = (type: GraphQLCompositeType) =>
    type === this.schema.getQueryType() || type === this.schema.getMutationType()

  /** The number of documents that a list may have. */
  private limitOf(node: FieldNode): number {
    const limit = argumentOf(node, 'limit', this.variables)
    const isWhole = limit === 0 || argumentOf(node, 'pagination', this.variables) === false
    const wanted = typeof limit === 'number' ? limit : documents.byDefault
    return isWhole ? documents.most : Math.min(Math.max(wanted, 1), documents.most)
  }
}

/**
 * Judges a parsed query before anything is made of it: depth, aliases, directives and cost. It takes a time
 * that grows with the length of the document alone, because each fragment is weighed once.
 *
 * @throws {GraphQLError} for the first limit that the query exceeds, and for a fragment that spreads itself
 */
export function checkQueryLimits(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
  variables: Variables,
): void {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition)
    }
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const meter = new QueryMeter(schema, fragments, withDefaults(definition, variables))
    meter.check(definition)
  }
  new QueryMeter(schema, fragments, variables).checkFragments()
}
