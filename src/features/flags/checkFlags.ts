import type { Flag } from '../../payload-types.ts'
import type { FieldError } from '../../shared/errors/fieldErrors.ts'
import { isForEverybody, isPlatformFlag } from './platformFlags.ts'
import { schemaProblem, valueProblem } from './values.ts'

/** A flag as it would be stored. */
export type FlagData = Pick<Flag, 'key' | 'type'> & Partial<Flag>

/** Problems of values, each at its field. */
export function valueProblems(flag: FlagData): FieldError[] {
  const { schema, type } = flag
  // Its own field reports a schema that cannot be used, and values are not checked with it.
  const usable = schema && !schemaProblem(schema) ? (schema as object) : null
  const check = (path: string, text: unknown): FieldError[] => {
    const message = valueProblem(type, typeof text === 'string' ? text : '', usable)
    return message ? [{ path, message }] : []
  }
  const off = type !== 'boolean' && flag.offValue ? check('offValue', flag.offValue) : []
  const rules = (flag.rules ?? []).flatMap(({ value }, at) => check(`rules.${at}.value`, value))
  const typeProblem =
    isPlatformFlag(flag.key) && type !== 'boolean'
      ? [{ path: 'type', message: 'The platform reads this flag, and it is on or off there.' }]
      : []
  return [...typeProblem, ...check('defaultValue', flag.defaultValue), ...off, ...rules]
}

/** A schedule that ends before it begins. */
export function scheduleProblems({ endsAt, startsAt }: FlagData): FieldError[] {
  if (!startsAt || !endsAt || new Date(startsAt) < new Date(endsAt)) return []
  return [{ path: 'endsAt', message: 'This must be after the start.' }]
}

/** Parts of a flag that would have no effect. */
export function unusedProblems(flag: FlagData): FieldError[] {
  if (!isForEverybody(flag.key)) return []
  const { endsAt, prerequisites, rules, startsAt } = flag
  const used = { rules: rules?.length, prerequisites: prerequisites?.length, startsAt, endsAt }
  const message =
    'The database reads this flag for all callers at once, so it knows the default alone.'
  return Object.entries(used).flatMap(([path, value]) => (value ? [{ path, message }] : []))
}
