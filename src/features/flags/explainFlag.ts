import { evalCondition, GrowthBookClient } from '@growthbook/growthbook'

import { conditionParts, shareOf } from './compile.ts'
import type { FlagEvaluation, PreparedFlags } from './preparedFlags.ts'
import {
  type FlagAttributes,
  type FlagDefinition,
  type FlagRule,
  type FlagValue,
  isPrivateRule,
  isScheduled,
} from './rules.ts'

/** A rule, as somebody met it: the conditions that did not hold, by name. */
export interface RuleStep {
  rule: number
  failed: string[]
  decides: boolean
  /** Whether apps that evaluate by themselves do not have the rule. */
  isServerOnly: boolean
}

export interface PrerequisiteStep {
  key: string
  wanted: FlagValue
  value: FlagValue
  isMet: boolean
}

/** The value of a flag for somebody, and every step of the way to it. */
export interface FlagExplanation extends FlagEvaluation {
  isScheduled: boolean
  prerequisites: PrerequisiteStep[]
  rules: RuleStep[]
}

/** Whether a percentage draws somebody. GrowthBook's own drawing is asked, with a flag that is nothing else. */
function isDrawn(key: string, rule: FlagRule, attributes: FlagAttributes): boolean {
  const client = new GrowthBookClient()
  const features = { [key]: { defaultValue: false, rules: [{ ...shareOf(rule), force: true }] } }
  client.initSync({ payload: { features } })
  return client.isOn(key, { attributes })
}

/** The conditions of a rule that do not hold for somebody. */
function failedParts(key: string, rule: FlagRule, attributes: FlagAttributes): string[] {
  const failed = Object.entries(conditionParts(rule))
    .filter(([, condition]) => !evalCondition(attributes, condition))
    .map(([name]) => name)
  return isDrawn(key, rule, attributes) ? failed : [...failed, 'percentage']
}

/** Explains the value of a flag for somebody. */
export function explainFlag(
  flags: PreparedFlags,
  definition: FlagDefinition,
  attributes: FlagAttributes,
  now: number,
): FlagExplanation {
  const { key, prerequisites, rules } = definition
  const evaluation = flags.evaluate(key, attributes)!
  return {
    ...evaluation,
    isScheduled: isScheduled(definition, now),
    prerequisites: prerequisites.map(({ key: parent, value: wanted }) => {
      const value = flags.valueFor(parent, attributes) ?? null
      return { key: parent, wanted, value, isMet: value === wanted }
    }),
    rules: rules.map((rule, at) => ({
      rule: at,
      failed: failedParts(key, rule, attributes),
      decides: evaluation.reason === 'rule' && evaluation.rule === at,
      isServerOnly: isPrivateRule(rule),
    })),
  }
}
