import type { Profiler } from 'node:inspector'
import path from 'node:path'

export interface SelfTime {
  name: string
  /** The share of the time in which the process did anything, in percent. */
  percent: number
}

const places = 12

/** Time that is none of the program's work: waiting, and the profiler's own beginning and end. */
const left = ['(idle)', 'dispatch']

/** The package, or the part of Node, that a function belongs to. */
function whereIs(url: string): string {
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)
  if (inPackage) return inPackage[1]!
  if (url.startsWith('node:')) return url
  if (url.includes('/.build/')) return 'the platform'
  return url ? path.basename(url) : 'native'
}

/** Where a process has spent its time, without what the functions called; the most first. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): SelfTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const spent = new Map<string, number>()
  let busy = 0
  for (const [index, id] of samples.entries()) {
    const { functionName, url } = byId.get(id)!
    if (left.includes(functionName)) continue
    const micros = timeDeltas[index]!
    const name = `${functionName || '(anonymous)'} · ${whereIs(url)}`
    spent.set(name, (spent.get(name) ?? 0) + micros)
    busy += micros
  }
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, places)
    .map(([name, micros]) => ({ name, percent: (micros / busy) * 100 }))
}
