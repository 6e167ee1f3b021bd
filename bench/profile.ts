import type { Profiler } from 'node:inspector'
import path from 'node:path'

export interface SelfTime {
  name: string
  /** The share of the busy time of the process, in percent. */
  percent: number
}

const maxFunctions = 12

/** Not work of the program: idle time, and the start and end of the profiler. */
const excluded = ['(idle)', 'dispatch']

/** The package or the Node module of a function. */
function moduleOf(url: string): string {
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)
  if (inPackage) return inPackage[1]!
  if (url.startsWith('node:')) return url
  if (url.includes('/.build/')) return 'the platform'
  return url ? path.basename(url) : 'native'
}

/** The self time of functions (without the functions that they call), the largest first. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): SelfTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const spent = new Map<string, number>()
  let busy = 0
  for (const [index, id] of samples.entries()) {
    const { functionName, url } = byId.get(id)!
    if (excluded.includes(functionName)) continue
    const micros = timeDeltas[index]!
    const name = `${functionName || '(anonymous)'} · ${moduleOf(url)}`
    spent.set(name, (spent.get(name) ?? 0) + micros)
    busy += micros
  }
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, maxFunctions)
    .map(([name, micros]) => ({ name, percent: (micros / busy) * 100 }))
}
