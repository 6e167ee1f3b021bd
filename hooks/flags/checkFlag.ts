import type { CollectionBeforeChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import {
  type FlagData,
  scheduleProblems,
  unusedProblems,
  valueProblems,
} from '../../src/features/flags/checkFlags.ts'
import { loadFlags } from '../../src/features/flags/loadFlags.ts'
import { dependentProblems, prerequisiteProblems } from '../../src/features/flags/prerequisites.ts'
import { lockFlags } from '../../src/features/flags/queries/changes.ts'
import { maxFlagCharacters, maxFlags } from '../../src/features/flags/rules.ts'
import type { Flag } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'

type Rule = NonNullable<Flag['rules']>[number]

const hasUsers = (rule: Rule) => (rule.users?.length ?? 0) > 0

/**
 * Marks rules that are for users. When the last of these users is deleted, the rule stays for nobody; when
 * staff take them out of the rule, it is for everybody.
 */
function markRules(flag: FlagData, original: Partial<Flag> | undefined): FlagData {
  const isAbandoned = (rule: Rule) => {
    const before = original?.rules?.find(({ id }) => id === rule.id)
    return before?.forUsers === true && !hasUsers(before)
  }
  const mark = (rule: Rule) => ({ ...rule, forUsers: hasUsers(rule) || isAbandoned(rule) })
  return flag.rules ? { ...flag, rules: flag.rules.map(mark) } : flag
}

/**
 * Checks a flag with its type, its schema and the other flags. Changes wait for each other, so that two of
 * them cannot make a cycle together.
 *
 * @throws {ValidationError} with the fields, {Refusal} 409 when there are too many flags
 */
export const checkFlag: CollectionBeforeChangeHook<Flag> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const given: Partial<Flag> = { ...originalDoc, ...data }
  // Payload reports required fields that are missing.
  if (!given.key || !given.type) return data
  const flag = given as FlagData
  await lockFlags(await connectionOf(req))
  const flags = await loadFlags(req.payload, req)
  const errors = [
    ...valueProblems(flag),
    ...scheduleProblems(flag),
    ...unusedProblems(flag),
    ...prerequisiteProblems(flag, flags),
    ...dependentProblems(flag, flags),
  ]
  if (errors.length > 0) throw fieldErrors(req, 'flags', errors)
  if (operation === 'create' && flags.length >= maxFlags) {
    throw new Refusal(
      409,
      'too_many_flags',
      `There are ${maxFlags} flags already. Delete one first.`,
    )
  }
  const others = flags.filter(({ id }) => id !== flag.id)
  if (JSON.stringify([...others, flag]).length > maxFlagCharacters) {
    throw new Refusal(
      409,
      'flags_too_large',
      `All flags together have at most ${maxFlagCharacters} characters.`,
    )
  }
  return markRules(data as FlagData, originalDoc)
}
