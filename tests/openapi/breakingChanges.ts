/* eslint-disable @typescript-eslint/no-explicit-any -- JSON documents, walked by whatever is in them */

/** Words for people: they may be bettered at any time. */
const prose = new Set(['description', 'summary', 'title', 'tags', 'info', 'examples', 'example'])

/** Bounds of what a request may hold, and whether the current one refuses more than the frozen. */
const bounds: Record<string, (frozen: number, current: number) => boolean> = {
  maxLength: (frozen, current) => current < frozen,
  maximum: (frozen, current) => current < frozen,
  minLength: (frozen, current) => current > frozen,
  minimum: (frozen, current) => current > frozen,
}

const isObject = (value: unknown): value is Record<string, any> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const keyOf = (item: any, index: number) =>
  isObject(item) && 'name' in item && 'in' in item ? `${item.in}:${item.name}` : String(index)

const named = (items: any[]) =>
  Object.fromEntries(items.map((item, index) => [keyOf(item, index), item]))

/** Parameters and requests are what clients send; every other schema is taken to be an answer too. */
const isRequestSchema = (path: string) =>
  /schemas\.(New|.*Change|Credentials|Party|Refresh|Forgotten|Confirmation)/.test(path) ||
  /parameters|requestBody/.test(path)

function compareLists(path: string, name: string, frozen: any[], current: any[]): string[] {
  if (name === 'required') {
    const added = current.filter((item) => !frozen.includes(item))
    const removed = frozen.filter((item) => !current.includes(item))
    return isRequestSchema(path)
      ? added.map((item) => `${path}: ${item} became required`)
      : removed.map((item) => `${path}: answers may now lack ${item}`)
  }
  if (name === 'enum') {
    return frozen
      .filter((item) => !current.includes(item))
      .map((item) => `${path}: ${item} is gone`)
  }
  return breakingChanges(named(frozen), named(current), path)
}

function compareValues(path: string, name: string, frozen: any, current: any): string[] {
  if (current === undefined) {
    // A bound that is gone refuses less.
    return name in bounds ? [] : [`${path} is gone`]
  }
  if (isObject(frozen) && isObject(current)) return breakingChanges(frozen, current, path)
  if (Array.isArray(frozen) && Array.isArray(current))
    return compareLists(path, name, frozen, current)
  const tighter = bounds[name]
  if (tighter) return tighter(frozen, current) ? [`${path} was ${frozen} and is ${current}`] : []
  return frozen === current ? [] : [`${path} was ${String(frozen)} and is ${String(current)}`]
}

/**
 * What a client that was written for the frozen document may stumble over in the current one: what
 * is gone, what means something else, what is asked for beyond it. Additions are none.
 */
export function breakingChanges(frozen: any, current: any, path = ''): string[] {
  return Object.keys(frozen)
    .filter((name) => !prose.has(name) || path.endsWith('properties'))
    .flatMap((name) =>
      compareValues(path ? `${path}.${name}` : name, name, frozen[name], current[name]),
    )
}
