import { GrowthBookClient } from '@growthbook/growthbook'

import { compileFlags, prerequisiteId } from './compile.ts'
import type { FlagAttributes, FlagDefinition, FlagValue } from './rules.ts'

/** How a value came about. */
export type FlagReason = 'default' | 'killed' | 'prerequisite' | 'rule'

/** The value of a flag for somebody. */
export interface FlagEvaluation {
  value: FlagValue
  reason: FlagReason
  /** The place of the rule that decided, from 0; undefined when none did. */
  rule: number | undefined
  /** Whether a percentage chose the caller. */
  isSplit: boolean
}

/**
 * The flags as they are at one time, ready to be evaluated. GrowthBook's SDK does that: hashing, targeting
 * and percentages are those of its clients. A flag without rules is a constant, and costs the look-up alone.
 */
export class PreparedFlags {
  readonly byKey: ReadonlyMap<string, FlagDefinition>
  private readonly client = new GrowthBookClient()
  private readonly constants = new Map<string, FlagValue>()

  constructor(
    readonly definitions: FlagDefinition[],
    now: number,
  ) {
    this.byKey = new Map(definitions.map((definition) => [definition.key, definition]))
    const features = compileFlags(definitions, now, 'server')
    this.client.initSync({ payload: { features } })
    for (const [key, { defaultValue, rules }] of Object.entries(features)) {
      if (!rules) this.constants.set(key, defaultValue!)
    }
  }

  /** The value that everybody gets; undefined for a flag with rules, and for one that does not exist. */
  constantOf(key: string): FlagValue | undefined {
    return this.constants.get(key)
  }

  /** The value for a caller; undefined for a flag that does not exist. */
  valueFor(key: string, attributes: FlagAttributes): FlagValue | undefined {
    const constant = this.constants.get(key)
    if (constant !== undefined || !this.byKey.has(key)) return constant
    return (this.client.evalFeature(key, { attributes }).value ?? undefined) as
      FlagValue | undefined
  }

  /** The value for a caller, and how it came about; undefined for a flag that does not exist. */
  evaluate(key: string, attributes: FlagAttributes): FlagEvaluation | undefined {
    const definition = this.byKey.get(key)
    if (!definition) return undefined
    const result = this.client.evalFeature(key, { attributes })
    const { ruleId, source } = result
    const value = (result.value ?? definition.defaultValue) as FlagValue
    const none = { value, rule: undefined, isSplit: false }
    if (definition.isKilled) return { ...none, reason: 'killed' }
    if (source !== 'force') return { ...none, reason: 'default' }
    if (ruleId.startsWith(prerequisiteId)) return { ...none, reason: 'prerequisite' }
    const rule = definition.rules.findIndex(({ id }) => id === ruleId)
    return {
      value,
      reason: 'rule',
      rule,
      isSplit: (definition.rules[rule]?.percentage ?? 100) < 100,
    }
  }
}
