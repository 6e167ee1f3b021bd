/** The bounds of flags, and the attributes that they are targeted by. Pure. */

export const flagTypes = ['boolean', 'string', 'number', 'json'] as const
export type FlagType = (typeof flagTypes)[number]

/** A value as JSON has it. */
export type FlagValue =
  boolean | number | string | FlagValue[] | { [key: string]: FlagValue } | null

/** The roles of callers. Somebody without a sign-in is `anonymous`. */
export const audiences = ['anonymous', 'attendee', 'staff', 'admin'] as const
export type FlagAudience = (typeof audiences)[number]

/** The most flags of a platform. All of them stand in the memory of each process. */
export const maxFlags = 500

/** Characters of all flags together, as JSON. Every app loads those for apps. */
export const maxFlagCharacters = 2_000_000

export const maxRules = 50
export const maxPrerequisites = 10

/** Flags in a row, each the prerequisite of the next. */
export const maxChain = 10

/** Flags that one evaluation may evaluate: prerequisites are followed as often as they are reached. */
export const maxEvaluations = 50

export const maxLengths = {
  key: 100,
  description: 1000,
  reason: 500,
  seed: 100,
  tag: 50,
  version: 50,
  text: 2000,
  json: 20_000,
  schema: 10_000,
} as const

export const maxEntries = { users: 200, countries: 250, tags: 50 } as const

/** Levels of a JSON value, and of its schema. */
export const maxLevels = 10

/** The bounds of a context that an app sends. */
export const maxContext = {
  attributes: 100,
  key: 100,
  levels: 5,
  characters: 10_000,
  targetingKey: 255,
} as const

/** The key of a flag is a name in code, a part of a URL, and a property in the payload of apps. */
export const keyForm = /^[a-z0-9][a-z0-9._-]*$/i

/** A version in numbers, as far as GrowthBook compares them: `2`, `2.10` or `2.10.3-beta.1`. */
export const versionForm = /^\d{1,5}(?:\.\d{1,5}){0,3}(?:-[a-z0-9.]{1,20})?$/i

/** Days after which staff are asked whether a flag is still needed. */
export const reviewDays = 90

/** What a flag is evaluated with. Apps may send more; rules of ours use these. */
export interface FlagAttributes {
  /** Decides on percentages: the id of the user, or an anonymous id that an app has made. */
  id?: string | undefined
  /** The signed-in user, by the id. Never what an app says. */
  user?: number | undefined
  /** The role of the signed-in user. Never what an app says. */
  role?: FlagAudience | undefined
  country?: string | undefined
  appVersion?: string | undefined
  tags?: string[] | undefined
  [name: string]: unknown
}

/** One rule: all its conditions must hold. A condition that is empty holds for everybody. */
export interface FlagRule {
  id: string
  roles: FlagAudience[]
  /** Undefined when the rule is for everybody. Empty when the users it was for do not exist any more. */
  users: number[] | undefined
  countries: string[]
  versionFrom: string | undefined
  versionBelow: string | undefined
  tags: string[]
  /** From 0 to 100. */
  percentage: number
  /** What percentages are drawn by; the key of the flag without it. */
  seed: string | undefined
  value: FlagValue
}

/** A flag, ready to be compiled for GrowthBook. */
export interface FlagDefinition {
  key: string
  type: FlagType
  isForApps: boolean
  isKilled: boolean
  defaultValue: FlagValue
  /** The value while the flag is killed, or a prerequisite is not met. */
  offValue: FlagValue
  /** Times at which the rules begin and end to apply, in milliseconds since the epoch. */
  startsAt: number | undefined
  endsAt: number | undefined
  prerequisites: { key: string; value: FlagValue }[]
  rules: FlagRule[]
}

/**
 * Whether a rule names people, or a group that outsiders need not know of. Such a rule is evaluated on the
 * server alone. A hash would not hide a user's id: there are few ids, so all can be tried.
 */
export const isPrivateRule = ({ roles, users }: FlagRule): boolean =>
  users !== undefined || roles.length > 0

/** Whether the rules of a flag apply at a time, by its schedule. */
export const isScheduled = ({ endsAt, startsAt }: FlagDefinition, now: number): boolean =>
  (startsAt === undefined || startsAt <= now) && (endsAt === undefined || now < endsAt)

const timesOf = ({ endsAt, startsAt }: FlagDefinition) =>
  [startsAt, endsAt].filter((time) => time !== undefined)

/** When the schedule of a flag changes what is evaluated; undefined when none does. */
export function nextChange(definitions: FlagDefinition[], now: number): number | undefined {
  const ahead = definitions.flatMap(timesOf).filter((time) => time > now)
  return ahead.length > 0 ? Math.min(...ahead) : undefined
}

/** When a schedule has changed it last. */
export function lastChange(definitions: FlagDefinition[], now: number): number {
  return Math.max(0, ...definitions.flatMap(timesOf).filter((time) => time <= now))
}
