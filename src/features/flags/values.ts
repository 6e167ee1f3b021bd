import { z } from '../../http/zod.ts'
import { isLongerThan } from '../../shared/characters.ts'
import { isTooDeep } from '../../shared/jsonDepth.ts'
import { type FlagType, type FlagValue, maxLengths, maxLevels } from './rules.ts'

/** A decimal number. `Number` would also read an empty text, and hexadecimal ones. */
const numberForm = /^-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,3})?$/i

function parseJson(text: string): FlagValue | undefined {
  try {
    return JSON.parse(text) as FlagValue
  } catch {
    return undefined
  }
}

/**
 * The value that a text stands for. Values are stored as texts, as GrowthBook does, because a column has one
 * type and flags have four.
 *
 * @returns undefined for a text that is no value of the type
 */
export function parseValue(type: FlagType, text: string): FlagValue | undefined {
  switch (type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'string':
      return text
    case 'number': {
      const number = numberForm.test(text.trim()) ? Number(text) : NaN
      return Number.isFinite(number) ? number : undefined
    }
    case 'json':
      return parseJson(text)
  }
}

const wrongType: Record<FlagType, string> = {
  boolean: 'This must be true or false.',
  string: 'This must be text.',
  number: 'This must be a number, such as 12 or 0.5.',
  json: 'This is not valid JSON.',
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]

/** Keywords with expressions: one that backtracks could stop the server. */
const hasExpression = (schema: unknown): boolean => {
  if (typeof schema !== 'object' || schema === null) return false
  return Object.entries(schema).some(
    ([key, inner]) =>
      (key === 'pattern' && typeof inner === 'string') ||
      key === 'patternProperties' ||
      hasExpression(inner),
  )
}

/** The JSON Schema of a flag, ready to check values. @throws {Error} for one that cannot be used */
const compileSchema = (schema: object) => z.fromJSONSchema(schema as JsonSchema)

/** Why a JSON Schema cannot be used; undefined when it can. */
export function schemaProblem(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    return 'A schema is an object, such as {"type": "object"}.'
  }
  if (isTooDeep(schema, maxLevels)) return `A schema has at most ${maxLevels} levels.`
  if (JSON.stringify(schema).length > maxLengths.schema) {
    return `A schema has at most ${maxLengths.schema} characters.`
  }
  if (hasExpression(schema)) return 'Patterns are not supported. List the texts with "enum".'
  try {
    compileSchema(schema)
    return undefined
  } catch (error) {
    return `This is not a JSON Schema that can be used: ${(error as Error).message}`
  }
}

function schemaMismatch(schema: object, value: FlagValue): string | undefined {
  const { error } = compileSchema(schema).safeParse(value)
  const issue = error?.issues[0]
  if (!issue) return undefined
  const at = issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : ''
  return `This does not fit the schema${at}: ${issue.message}.`
}

/**
 * Why a text cannot be the value of a flag; undefined when it can.
 *
 * @param schema of a JSON flag, which has been checked
 */
export function valueProblem(
  type: FlagType,
  text: string,
  schema?: object | null,
): string | undefined {
  const longest = type === 'json' ? maxLengths.json : maxLengths.text
  if (isLongerThan(text, longest)) return `This has more than ${longest} characters.`
  if (text === '' && type !== 'string') return 'This field is required.'
  const value = parseValue(type, text)
  if (value === undefined) return wrongType[type]
  if (isTooDeep(value, maxLevels)) return `A value has at most ${maxLevels} levels.`
  return type === 'json' && schema ? schemaMismatch(schema, value) : undefined
}
