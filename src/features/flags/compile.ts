import type { FeatureDefinition, FeatureRule } from '@growthbook/growthbook'

import {
  type FlagDefinition,
  type FlagRule,
  type FlagValue,
  isPrivateRule,
  isScheduled,
} from './rules.ts'

/** Who evaluates: the server, which knows its callers, or an app. */
export type Evaluator = 'server' | 'apps'

type Condition = NonNullable<FeatureRule['condition']>

/** The parts of a rule's condition, each with a name by which the rule tester explains it. */
export function conditionParts(rule: FlagRule): Record<string, Condition> {
  const { countries, roles, tags, users, versionBelow, versionFrom } = rule
  const parts: Record<string, Condition> = {}
  if (roles.length > 0) parts.roles = { role: { $in: roles } }
  if (users) parts.users = { user: { $in: users } }
  if (countries.length > 0) parts.countries = { country: { $in: countries } }
  if (versionFrom ?? versionBelow) {
    // GrowthBook reads a missing version as 0, which is below every other.
    const appVersion: Record<string, unknown> = { $exists: true }
    if (versionFrom) appVersion.$vgte = versionFrom
    if (versionBelow) appVersion.$vlt = versionBelow
    parts.appVersion = { appVersion }
  }
  if (tags.length > 0) parts.tags = { tags: { $in: tags } }
  return parts
}

/** The part of a rule that draws a share of all ids. Empty for a rule without a percentage. */
export const shareOf = ({ percentage, seed }: FlagRule): FeatureRule =>
  percentage >= 100
    ? {}
    : {
        coverage: percentage / 100,
        hashAttribute: 'id',
        hashVersion: 2,
        ...(seed ? { seed } : {}),
      }

function ruleOf(rule: FlagRule): FeatureRule<FlagValue> {
  const parts: Condition[] = Object.values(conditionParts(rule))
  const condition = parts.reduce((all, part) => ({ ...all, ...part }), {})
  return {
    id: rule.id,
    ...(Object.keys(condition).length > 0 ? { condition } : {}),
    ...shareOf(rule),
    force: rule.value,
  }
}

/** The ids of the rules that stand for prerequisites begin with this. */
export const prerequisiteId = 'prerequisite:'

/** A rule that ends the evaluation with the off value when another flag has another value. */
const unmetPrerequisite = (
  { key, value }: FlagDefinition['prerequisites'][number],
  offValue: FlagValue,
): FeatureRule<FlagValue> => ({
  id: `${prerequisiteId}${key}`,
  parentConditions: [{ id: key, condition: { value: { $ne: value } } }],
  force: offValue,
})

/** A flag as GrowthBook's SDK takes it, at a time. */
function compileFlag(
  definition: FlagDefinition,
  now: number,
  evaluator: Evaluator,
): FeatureDefinition<FlagValue> {
  const { defaultValue, isKilled, offValue, prerequisites } = definition
  if (isKilled) return { defaultValue: offValue }
  const applying = isScheduled(definition, now) ? definition.rules : []
  const rules = [
    ...prerequisites.map((one) => unmetPrerequisite(one, offValue)),
    ...applying.filter((rule) => evaluator === 'server' || !isPrivateRule(rule)).map(ruleOf),
  ]
  return { defaultValue, ...(rules.length > 0 ? { rules } : {}) }
}

/** Flags as the `features` of GrowthBook's SDK payload, at a time. For apps, those that are meant for them. */
export const compileFlags = (
  definitions: FlagDefinition[],
  now: number,
  evaluator: Evaluator,
): Record<string, FeatureDefinition<FlagValue>> =>
  Object.fromEntries(
    definitions
      .filter(({ isForApps }) => evaluator === 'server' || isForApps)
      .map((definition) => [definition.key, compileFlag(definition, now, evaluator)]),
  )
