import type { Flag } from '../../payload-types.ts'
import { relatedId } from '../../shared/documentId.ts'
import type { FieldError } from '../../shared/errors/fieldErrors.ts'
import type { FlagData } from './checkFlags.ts'
import { type FlagType, maxChain, maxEvaluations } from './rules.ts'
import { valueProblem } from './values.ts'

type Prerequisite = NonNullable<Flag['prerequisites']>[number]

const comparable = new Set<FlagType>(['boolean', 'string', 'number'])

/** The flags that have a flag as a prerequisite. */
export const dependentsOf = (id: number, flags: Flag[]): Flag[] =>
  flags.filter(({ prerequisites }) => prerequisites?.some((one) => relatedId(one.flag) === id))

function problemOf(
  flag: FlagData,
  { flag: reference, value }: Prerequisite,
  others: ReadonlyMap<number, Flag>,
): [field: 'flag' | 'value', message: string] | undefined {
  const parent = others.get(relatedId(reference))
  if (!parent) return ['flag', 'There is no such flag.']
  if (parent.id === flag.id) return ['flag', 'A flag cannot be its own prerequisite.']
  if (!comparable.has(parent.type)) return ['flag', 'A JSON flag cannot be a prerequisite.']
  if (flag.forApps && !parent.forApps) {
    return ['flag', `Apps cannot read "${parent.key}". Mark it as for apps first.`]
  }
  const message = valueProblem(parent.type, value ?? '')
  return message ? ['value', message] : undefined
}

/** What a flag costs to evaluate: itself, and its prerequisites as often as they are reached. */
interface Cost {
  /** Flags in a row. */
  length: number
  evaluations: number
}

/** Follows prerequisites, each flag once: a few flags can be connected by millions of ways. */
class Graph {
  /** The ids of a cycle, with the first one again at the end. */
  cycle: number[] | undefined
  private readonly known = new Map<number, Cost>()
  private readonly path: number[] = []

  constructor(private readonly parents: ReadonlyMap<number, number[]>) {}

  costOf(id: number): Cost {
    const known = this.known.get(id)
    if (known) return known
    const start = this.path.indexOf(id)
    if (start >= 0) {
      this.cycle ??= [...this.path.slice(start), id]
      return { length: 0, evaluations: 0 }
    }
    this.path.push(id)
    const costs = (this.parents.get(id) ?? []).map((parent) => this.costOf(parent))
    this.path.pop()
    const cost = {
      length: 1 + Math.max(0, ...costs.map(({ length }) => length)),
      evaluations: 1 + costs.reduce((sum, { evaluations }) => sum + evaluations, 0),
    }
    this.known.set(id, cost)
    return cost
  }
}

const parentsOf = ({ prerequisites }: Partial<Flag>) =>
  (prerequisites ?? []).map((one) => relatedId(one.flag))

function graphProblem(flag: FlagData, flags: Flag[]): string | undefined {
  const id = flag.id ?? 0
  const parents = new Map(flags.map((each) => [each.id, parentsOf(each)]))
  parents.set(id, parentsOf(flag))
  const graph = new Graph(parents)
  // The flag may be a prerequisite itself, so the costs of all flags may have changed.
  const costs = [id, ...parents.keys()].map((each) => graph.costOf(each))
  if (graph.cycle) {
    const keyOf = (each: number) =>
      each === id ? flag.key : (flags.find((other) => other.id === each)?.key ?? '')
    return `These flags would wait for each other: ${graph.cycle.map(keyOf).join(' → ')}.`
  }
  const tooMany = costs.some(
    ({ evaluations, length }) => length > maxChain || evaluations > maxEvaluations,
  )
  return tooMany
    ? `A flag waits for at most ${maxChain - 1} others in a row, and ${maxEvaluations - 1} in all.`
    : undefined
}

/** Problems of prerequisites: flags that are not there, values that these never have, cycles, long chains. */
export function prerequisiteProblems(flag: FlagData, flags: Flag[]): FieldError[] {
  const others = new Map(flags.map((each) => [each.id, each]))
  const prerequisites = flag.prerequisites ?? []
  const errors = prerequisites.flatMap((one, at): FieldError[] => {
    // Payload reports a missing one.
    if (typeof one.flag !== 'number' && typeof one.flag !== 'object') return []
    const problem = problemOf(flag, one, others)
    return problem ? [{ path: `prerequisites.${at}.${problem[0]}`, message: problem[1] }] : []
  })
  if (errors.length > 0 || prerequisites.length === 0) return errors
  const message = graphProblem(flag, flags)
  return message ? [{ path: 'prerequisites.0.flag', message }] : []
}

/** Flags for apps that need this one, which must not be hidden from apps then. */
export function dependentProblems(flag: FlagData, flags: Flag[]): FieldError[] {
  if (flag.forApps || flag.id === undefined) return []
  const dependents = dependentsOf(flag.id, flags).filter(({ forApps }) => forApps)
  if (dependents.length === 0) return []
  const keys = dependents.map(({ key }) => key).join(', ')
  return [{ path: 'forApps', message: `Flags for apps have this one as a prerequisite: ${keys}.` }]
}
