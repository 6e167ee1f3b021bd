import type { FlagAudience, FlagType, FlagValue } from './rules.ts'

/** A rule as it stands in the form, where anything may be missing. */
export interface RuleInForm {
  roles?: FlagAudience[] | null
  users?: unknown[] | null
  forUsers?: boolean | null
  countries?: string[] | null
  versionFrom?: string | null
  versionBelow?: string | null
  tags?: string[] | null
  percentage?: number | null
  value?: string | null
}

const audienceWords: Record<FlagAudience, string> = {
  anonymous: 'people who are not signed in',
  attendee: 'attendees',
  staff: 'staff',
  admin: 'admins',
}

/** Entries of a list that are named; the others are counted. */
const maxNamed = 3

function either(words: string[]): string {
  const named = words.slice(0, maxNamed)
  const others = words.length - named.length
  if (others > 0) return `${named.join(', ')} or ${others} more`
  const last = named.pop()
  return named.length > 0 ? `${named.join(', ')} or ${last}` : (last ?? '')
}

function versionWords({ versionBelow, versionFrom }: RuleInForm): string | undefined {
  if (versionFrom && versionBelow)
    return `with app ${versionFrom} or newer, but older than ${versionBelow}`
  if (versionFrom) return `with app ${versionFrom} or newer`
  return versionBelow ? `with an app older than ${versionBelow}` : undefined
}

function peopleWords({ forUsers, roles, users }: RuleInForm): string {
  const of = roles?.length ? either(roles.map((role) => audienceWords[role])) : undefined
  const count = users?.length ?? 0
  if (count === 0 && forUsers) return 'users who do not exist any more'
  if (count === 0) return of ?? 'everybody'
  const named = count === 1 ? 'one chosen user' : `${count} chosen users`
  return of ? `${named} among ${of}` : named
}

/** Whom a rule is for, such as "25 % of staff in DE or AT". */
export function audienceText(rule: RuleInForm): string {
  const { countries, percentage, tags } = rule
  const parts = [
    peopleWords(rule),
    countries?.length ? `in ${either(countries)}` : undefined,
    versionWords(rule),
    tags?.length ? `tagged ${either(tags)}` : undefined,
  ]
  const who = parts.filter(Boolean).join(' ')
  const share = percentage ?? 100
  return share < 100 ? `${share} % of ${who}` : who
}

/** Characters of a value that a line shows. */
const maxValueLength = 40

const shortened = (text: string) =>
  text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text

/** A value that stands in a field, as a word or a short text. */
export function valueText(type: FlagType, text: string | null | undefined): string {
  if (type === 'boolean') return text === 'true' ? 'On' : text === 'false' ? 'Off' : '…'
  if (text === undefined || text === null || text === '')
    return type === 'string' ? 'empty text' : '…'
  return shortened(type === 'string' ? `“${text}”` : text)
}

/** An evaluated value, as people read it. */
export function shownValue(value: FlagValue): string {
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
}

/** Why a condition of a rule did not hold, by the name of the condition. */
export const failureWords: Record<string, string> = {
  roles: 'has another role',
  users: 'is not one of the users',
  countries: 'is in another country',
  appVersion: 'has another app version',
  tags: 'does not have the tag',
  percentage: 'is not in the share',
}
