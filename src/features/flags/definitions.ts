import type { Flag } from '../../payload-types.ts'
import { relatedId } from '../../shared/documentId.ts'
import type { FlagDefinition, FlagRule, FlagType, FlagValue } from './rules.ts'
import { parseValue } from './values.ts'

type StoredRule = NonNullable<Flag['rules']>[number]

const timeOf = (date: string | null | undefined): number | undefined =>
  date ? new Date(date).getTime() : undefined

/** @throws {Error} for a text that is no value of the type */
function valueOf(type: FlagType, text: string | null | undefined): FlagValue {
  const value = parseValue(type, text ?? '')
  if (value === undefined) throw new Error(`A value is no ${type}`)
  return value
}

const ruleOf = (type: FlagType, rule: StoredRule, at: number): FlagRule => ({
  id: rule.id ?? String(at + 1),
  roles: rule.roles ?? [],
  users:
    rule.forUsers || (rule.users?.length ?? 0) > 0 ? (rule.users ?? []).map(relatedId) : undefined,
  countries: rule.countries ?? [],
  versionFrom: rule.versionFrom || undefined,
  versionBelow: rule.versionBelow || undefined,
  tags: rule.tags ?? [],
  percentage: rule.percentage ?? 100,
  seed: rule.seed || undefined,
  value: valueOf(type, rule.value),
})

/**
 * A stored flag as a definition.
 *
 * @param others the flags by id, for prerequisites
 * @throws {Error} for a flag that cannot be evaluated, such as one that was changed by hand
 */
function definitionOf(flag: Flag, others: ReadonlyMap<number, Flag>): FlagDefinition {
  const { type } = flag
  const defaultValue = valueOf(type, flag.defaultValue)
  const off = flag.offValue ? valueOf(type, flag.offValue) : defaultValue
  return {
    key: flag.key,
    type,
    isForApps: flag.forApps ?? false,
    isKilled: flag.killed ?? false,
    defaultValue,
    offValue: type === 'boolean' ? false : off,
    startsAt: timeOf(flag.startsAt),
    endsAt: timeOf(flag.endsAt),
    prerequisites: (flag.prerequisites ?? []).map((one) => {
      const parent = others.get(relatedId(one.flag))
      if (!parent) throw new Error('A prerequisite is not there')
      return { key: parent.key, value: valueOf(parent.type, one.value) }
    }),
    rules: (flag.rules ?? []).map((rule, at) => ruleOf(type, rule, at)),
  }
}

/** The definitions of flags, and the keys of those that cannot be evaluated. */
export interface Definitions {
  definitions: FlagDefinition[]
  broken: string[]
}

/** Reads stored flags. One that is broken is left out, so that it breaks nothing else. */
export function definitionsOf(flags: Flag[]): Definitions {
  const byId = new Map(flags.map((flag) => [flag.id, flag]))
  const definitions: FlagDefinition[] = []
  const broken: string[] = []
  for (const flag of flags) {
    try {
      definitions.push(definitionOf(flag, byId))
    } catch {
      broken.push(flag.key)
    }
  }
  return { definitions, broken }
}
