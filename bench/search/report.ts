import type { Machine } from '../machine.ts'

/** Milliseconds of the operations with one engine, by name. */
export type Times = Map<string, number[]>

export interface SearchReport {
  machine: Machine
  events: number
  database: Times
  /** Undefined where there is no OpenSearch. */
  engine: Times | undefined
  ilike: Times
  /** Milliseconds of single works, by what they are. */
  once: Map<string, number>
  plans: Map<string, string>
}

/** The value below which a share of the measured ones lies. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

const cell = (values: number[] | undefined) =>
  values ? `${quantile(values, 0.5).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)}` : ''

function rowOf(name: string, { database, engine, ilike }: SearchReport): string[] {
  const [found, scanned] = [database.get(name)!, ilike.get(name)]
  const ratio = scanned ? (quantile(scanned, 0.5) / quantile(found, 0.5)).toFixed(1) : ''
  return [name, cell(found), cell(engine?.get(name)), cell(scanned), ratio]
}

/** The report as a table in Markdown, and the plans of the slowest statements of PostgreSQL. */
export function searchTable(report: SearchReport): string {
  const { events, machine, once, plans } = report
  const { cores, loadAverage, node, postgresql, processor } = machine
  const rows = [
    ['p50 / p99 in ms', 'PostgreSQL', 'OpenSearch', 'ILIKE', 'ILIKE : PostgreSQL'],
    ['---', '---:', '---:', '---:', '---:'],
    ...[...report.database.keys()].map((name) => rowOf(name, report)),
  ]
  return [
    `${events.toLocaleString('en')} events, ${cores} cores (${processor}), shared by all`,
    `Node ${node}, PostgreSQL ${postgresql}, load average before: ${loadAverage.join(', ')}`,
    '',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...[...once].map(([name, millis]) => `${name}: ${(millis / 1000).toFixed(1)} s`),
    ...[...plans].flatMap(([name, plan]) => ['', `${name}:`, plan]),
  ].join('\n')
}
